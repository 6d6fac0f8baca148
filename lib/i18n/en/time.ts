export const time = {
  now: "just now",
  today: "Today",
  yesterday: "Yesterday",
  ago: {
    minute: { one: "{count} minute ago", other: "{count} minutes ago" },
    hour: { one: "{count} hour ago", other: "{count} hours ago" },
    day: { one: "{count} day ago", other: "{count} days ago" },
    week: { one: "{count} week ago", other: "{count} weeks ago" },
    month: { one: "{count} month ago", other: "{count} months ago" },
    year: { one: "{count} year ago", other: "{count} years ago" },
  },
};

export const search = {
  title: "Search",
  field: "Search people",
  placeholder: "Name or username",
  add: "Add friend",
  message: "Message",
  friend: "Friend",
  self: "This is you",
  results: "People",
  results_count: { one: "{count} person", other: "{count} people" },
  start: { title: "Who are you looking for?", text: "Type a name or a username." },
  nothing: { title: "No one found for “{query}”", text: "Check the spelling, or try the username." },
};

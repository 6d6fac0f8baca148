export const nav = {
  main: "Main navigation",
  home: "Nida, home",
  chats: "Chats",
  calls: "Calls",
  friends: "Friends",
  search: "Search",
  profile: "Profile",
  settings: "Settings",
};

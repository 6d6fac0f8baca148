export { peopleOf, showsPresence } from "./access";
export { authenticateUser } from "./authenticate-user";
export { authorizeChannel } from "./authorize-channel";
export { findBroadcasting, hostOf } from "./find-broadcasting";
export { issueTicket } from "./issue-ticket";

export { addPerson } from "./add-person";
export { listPeople, type PersonLine } from "./list-people";
export { lockPerson, unlockPerson } from "./lock-person";
export type { OperatorContext } from "./person";
export { demotePerson, promotePerson } from "./promote-person";
export { purgePerson } from "./purge-person";
export { resetPassword } from "./reset-password";

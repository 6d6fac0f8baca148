export { createUpload, keepFile } from "./create-upload";
export { discardBytes, type FreedBytes } from "./discard";
export { readUpload } from "./read-upload";
export { claimUpload, copyUpload, releaseUnsent, releaseUpload } from "./rows";
export { sweepOrphans, sweepUnsent } from "./sweep";

// Within the frame, so that the way on is where it always is.
export { MissingPage as default } from "@/components/shell/missing-page";

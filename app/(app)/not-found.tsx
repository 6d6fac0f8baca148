// Within the frame, so that the way on is where it always is.
export { default } from "@/app/not-found";

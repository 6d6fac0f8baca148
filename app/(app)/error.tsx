"use client";

// Within the frame: a page failed, the rest of the app is a press away.
export { default } from "@/app/error";

"use client";

import { useEffect } from "react";
import { useStore } from "zustand";
import { later } from "@/components/ui/later";
import { closeViewer, viewerStore } from "./viewer-store";

const Viewer = later(() => import("./viewer").then((file) => file.Viewer));

/** Where the viewer stands once a picture was opened; its code is fetched then. */
export function ViewerHost({ conversationId }: { conversationId: number }) {
  const open = useStore(viewerStore, (state) => state.id !== null && state.conversationId === conversationId);
  // Who goes back from a conversation has left its picture, too.
  useEffect(() => closeViewer, []);
  return open && <Viewer conversationId={conversationId} />;
}

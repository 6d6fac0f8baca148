"use client";

import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { viewerStore } from "./viewer-store";

const Viewer = lazy(async () => ({ default: (await import("./viewer")).Viewer }));

/** Where the viewer stands once a picture was opened; its code is fetched then. */
export function ViewerHost({ conversationId }: { conversationId: number }) {
  const open = useStore(viewerStore, (state) => state.id !== null && state.conversationId === conversationId);
  if (!open) return null;
  return (
    <Suspense>
      <Viewer conversationId={conversationId} />
    </Suspense>
  );
}

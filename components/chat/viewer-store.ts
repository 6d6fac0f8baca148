import { createStore } from "zustand/vanilla";

/** The picture that is looked at in this tab: a conversation and the id of an attachment in it. */
export const viewerStore = createStore<{ conversationId: number; id: string | null }>(() => ({
  conversationId: 0,
  id: null,
}));

export function openViewer(conversationId: number, id: string): void {
  viewerStore.setState({ conversationId, id });
}

export function closeViewer(): void {
  viewerStore.setState({ id: null });
}

/** At most one "typing" in this time goes out for a conversation, in milliseconds. */
const SAY_EVERY_MS = 3000;
/** So long "typing…" stands after it was last heard, in milliseconds. */
const SHOW_FOR_MS = 6000;

/** Says that one is typing, seldom; says at once that one has stopped. */
export function createTypingSpeaker(say: (conversationId: number, typing: boolean) => void, now = Date.now) {
  const said = new Map<number, number>();
  return (conversationId: number, typing: boolean) => {
    const last = said.get(conversationId);
    if (!typing) {
      said.delete(conversationId);
      if (last !== undefined && now() - last < SHOW_FOR_MS) say(conversationId, false);
      return;
    }
    if (last !== undefined && now() - last < SAY_EVERY_MS) return;
    said.set(conversationId, now());
    say(conversationId, true);
  };
}

/** Shows the other's typing, and lets it fade when nothing more is heard. */
export function createTypingListener(show: (conversationId: number, typing: boolean) => void) {
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  return (conversationId: number, typing: boolean) => {
    clearTimeout(timers.get(conversationId));
    timers.delete(conversationId);
    show(conversationId, typing);
    if (typing)
      timers.set(
        conversationId,
        setTimeout(() => show(conversationId, false), SHOW_FOR_MS),
      );
  };
}

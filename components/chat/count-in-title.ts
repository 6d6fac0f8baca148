const counted = /^\(\d+\)\s/;

/** `(3) Nida`, whatever the title was counted before; no number at 0. */
export function titleWithCount(title: string, count: number): string {
  const bare = title.replace(counted, "");
  return count > 0 ? `(${count}) ${bare}` : bare;
}

/**
 * Holds the number in the document's title, also after a navigation or a ringing call has changed it.
 * Answers how to stop; the title then stays as it is.
 */
export function keepCountInTitle(count: number): () => void {
  const write = () => {
    const wanted = titleWithCount(document.title, count);
    // Writing the same again would call this observer for ever.
    if (document.title !== wanted) document.title = wanted;
  };
  write();
  const observer = new MutationObserver(write);
  // Next replaces the <title> element itself, so its parent is watched.
  observer.observe(document.head, { subtree: true, childList: true, characterData: true });
  return () => observer.disconnect();
}

import { createLogHeights } from "./log-heights";
import { everything } from "./log-part";
import type { Aim, Boxes, LogEvents, Shown } from "./log-shape";

/** Whoever is no further than this from the end counts as reading the end, in pixels. */
const NEAR = 32;
/** From this distance on the button back to the end is shown, in pixels. */
const FAR = 240;
/**
 * How much is mounted above and below the view, in pixels: when less than LEAST is left on one side, it is filled up to
 * AMPLE. The difference is mounted within one frame, so it is only a few messages and no frame is late.
 */
const LEAST = 600;
const AMPLE = 800;
const TOO_MUCH = 4000;
/** At this distance from the end of what is loaded, more is fetched, in pixels. */
const AHEAD = 1500;
/** Room kept free for messages that are not loaded yet, in pixels. */
const RESERVE = 6000;
const GUESSED_HEIGHT = 60;
/** In browsers that do not tell when a scroll ends: it has ended when nothing moved for this long, in milliseconds. */
const STILL_MS = 150;

/**
 * Keeps what one reads in its place, whatever happens above it. Nobody's scrolling is ever corrected: what grows or
 * comes above the view takes its height out of the room that stands above, so the view's own place in the document
 * stays. Only when nothing moves is that room made right again, in one step with the scroller.
 */
export function createLogView(boxes: Boxes, events: LogEvents) {
  const { scroller, above, below } = boxes;
  // Until now the browser itself stood at the end, by laying the scroller out backwards; or somebody scrolled already.
  const early = -scroller.scrollTop;
  scroller.style.display = "block";
  const heights = createLogHeights();
  let shown: Shown = { messages: [], waiting: [], hasOlder: true, newest: true, start: 0, end: 0 };
  let room = 0;
  /** a message in view, and where in the document it stands */
  let held: { seq: number; y: number } | null = null;
  let stuck = true;
  let lastTop = 0;
  let aim: Aim | null = null;
  let viewHeight = scroller.clientHeight;
  let begun = false;
  let moving = false;
  let still: ReturnType<typeof setTimeout> | undefined;

  /** between a place among the messages and one in the document */
  const shift = () => room - heights.top(shown.start);
  const yOf = (seq: number) => shift() + heights.top(heights.indexOf(seq));
  const fromEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;

  function rightRoom(): number {
    if (shown.start === 0 && !shown.hasOlder) return above.firstElementChild?.getBoundingClientRect().height ?? 0;
    const unloaded = shown.hasOlder ? ((shown.messages[0]?.seq ?? 1) - 1) * GUESSED_HEIGHT : 0;
    return heights.top(shown.start) + Math.min(RESERVE, unloaded);
  }
  function setRoom(next: number): void {
    room = next;
    above.style.height = `${room}px`;
  }
  function hold(): void {
    const top = scroller.scrollTop - shift();
    let index = Math.max(shown.start, heights.at(top));
    // Rather one that begins in view: one that only reaches into it may still grow.
    if (heights.top(index) < top && heights.top(index + 1) < top + viewHeight / 2) index += 1;
    const message = shown.messages[index] ?? shown.messages.at(-1);
    lastTop = scroller.scrollTop;
    held = message ? { seq: message.seq, y: yOf(message.seq) } : null;
  }

  /** Makes the room above right while the reader sees nothing of it. */
  function settle(): void {
    const by = rightRoom() - room;
    if (Math.abs(by) < 1) return;
    // Read first: a shorter document makes the browser move by itself.
    const y = scroller.scrollTop;
    setRoom(room + by);
    scroller.scrollTop = y + by;
    hold();
  }
  function rest(): void {
    moving = false;
    settle();
  }

  function goTo(to: Exclude<Aim, "end">): void {
    stuck = false;
    if ("fromEnd" in to) {
      scroller.scrollTop = scroller.scrollHeight - scroller.clientHeight - to.fromEnd;
      return;
    }
    const { seq, at } = to;
    const index = heights.indexOf(seq);
    const free = scroller.clientHeight - (heights.top(index + 1) - heights.top(index));
    scroller.scrollTop = shift() + heights.top(index) - Math.max(0, at === "centre" ? free / 2 : free * 0.2);
  }

  /** What is being selected must not go away. */
  function selected(): boolean {
    const selection = document.getSelection();
    return selection !== null && !selection.isCollapsed && scroller.contains(selection.anchorNode);
  }
  function mount(start: number, end: number): void {
    const { messages } = shown;
    if (start === shown.start && Math.min(end, heights.count()) === shown.end) return;
    for (let index = shown.start; index < shown.end; index += 1) {
      const leaves = index < start || index >= end;
      // Else the keyboard would have to begin again at the top of the page.
      if (leaves && boxes.row(index)?.contains(document.activeElement)) scroller.focus({ preventScroll: true });
    }
    const from = messages[start]?.seq ?? messages.at(-1)?.seq ?? 0;
    events.mount({ from, to: end < messages.length ? (messages[end - 1]?.seq ?? 0) : everything.to });
  }

  /** Has mounted what is in view, asks for what will be, and tells where the reader is. */
  function look(): void {
    const top = scroller.scrollTop - shift();
    const bottom = top + scroller.clientHeight;
    const first = heights.at(top - LEAST);
    const last = heights.at(bottom + LEAST);
    const excess = heights.top(first) - heights.top(shown.start) > TOO_MUCH;
    if (first < shown.start || last >= shown.end || excess) {
      const keep = selected();
      mount(
        Math.min(heights.at(top - AMPLE), keep ? shown.start : everything.to),
        Math.max(heights.at(bottom + AMPLE) + 1, keep ? shown.end : 0),
      );
    }
    if (shown.hasOlder && top < AHEAD) events.need("older");
    if (!shown.newest && heights.top(heights.count()) - bottom < AHEAD) events.need("newer");
    const distance = fromEnd();
    events.place({ atEnd: shown.newest && distance <= NEAR, away: !shown.newest || distance > FAR });
  }

  /**
   * Sizes the boxes by what is known, so that the document is never too short for where the reader is; then measures
   * what is mounted. Nothing of the page may be read before.
   */
  function measure(): void {
    below.style.height = `${heights.top(heights.count()) - heights.top(shown.end) + viewHeight}px`;
    if (held) setRoom(Math.max(0, room + held.y - yOf(held.seq)));
    for (let index = shown.start; index < shown.end; index += 1) {
      const row = boxes.row(index);
      if (row) heights.measured(index, row.getBoundingClientRect().height);
    }
  }

  /** Whether everything is as high as it was when it was last looked at: then the page is read, and nothing written. */
  function isAsBefore(): boolean {
    if (viewHeight !== scroller.clientHeight) return false;
    if (shown.start === 0 && !shown.hasOlder && rightRoom() !== room) return false;
    for (let index = shown.start; index < shown.end; index += 1) {
      const row = boxes.row(index);
      if (row && !heights.isAs(index, row.getBoundingClientRect().height)) return false;
    }
    return true;
  }

  /** @param lost how far the browser itself has moved up, because the document became shorter */
  function place(lost = 0): void {
    measure();
    const y = scroller.scrollTop;
    const wanted = held ? room + held.y - yOf(held.seq) : rightRoom();
    const atBeginning = shown.start === 0 && !shown.hasOlder;
    setRoom(atBeginning ? rightRoom() : Math.max(0, wanted));
    below.style.height = `${heights.top(heights.count()) - heights.top(shown.end)}px`;
    if (aim && aim !== "end") {
      settle();
      goTo(aim);
    } else if (stuck) scroller.scrollTop = scroller.scrollHeight;
    else if (Math.abs(room - wanted) + lost >= 1) scroller.scrollTop = y + room - wanted + lost;
    aim = null;
    hold();
    if (!moving) settle();
    look();
  }

  return {
    /** After every change of the log or of what is mounted, before it is painted. */
    show(next: Shown): void {
      shown = next;
      heights.take(next.messages, next.waiting);
      if (aim === "end") stuck = true;
      place();
    },
    /** After something in the log has changed its size by itself. */
    resized(): void {
      // The browser also tells the first size of every row that is mounted.
      if (isAsBefore()) return;
      const by = viewHeight - scroller.clientHeight;
      viewHeight = scroller.clientHeight;
      // What one reads stands at the lower edge, also when a keyboard comes up below it.
      if (by !== 0 && !stuck) scroller.scrollTop += by;
      place(fromEnd() < 1 ? Math.max(0, lastTop - scroller.scrollTop) : 0);
    },
    scrolled(): void {
      moving = true;
      stuck = shown.newest && fromEnd() <= NEAR;
      clearTimeout(still);
      if (!("onscrollend" in scroller)) still = setTimeout(rest, STILL_MS);
      hold();
      look();
    },
    /** Nothing moves any more. */
    rest,
    /** Goes somewhere with the next `show`. */
    aimAt(next: Aim): void {
      aim = !begun && early > NEAR ? { fromEnd: early } : next;
      begun = true;
    },
    /** Moves to the end, if it is mounted and near enough to glide there. Answers whether it does. */
    glideToEnd(): boolean {
      const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      const near = shown.end === heights.count() && fromEnd() < 3 * scroller.clientHeight;
      if (near && !calm) scroller.scrollTo({ top: scroller.scrollHeight, behavior: "smooth" });
      return near && !calm;
    },
    /** The seq of the last message that is wholly in view or above it, 0 for none. */
    lastSeen(): number {
      const edge = scroller.scrollTop + scroller.clientHeight - shift() + 8;
      const index = heights.at(edge);
      const seen = heights.top(index + 1) <= edge ? index : index - 1;
      return shown.messages[Math.min(seen, shown.messages.length - 1)]?.seq ?? 0;
    },
    close: () => clearTimeout(still),
  };
}
export type LogView = ReturnType<typeof createLogView>;

import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { sampleMessage } from "@/lib/client/testing/chat-samples";
import type { Message } from "@/lib/contracts/chat";
import { everything, type Part, placesOf } from "./log-part";
import type { Aim } from "./log-shape";
import { createLogView } from "./log-view";

const VIEW = 600;
const BEGINNING = 80;

beforeEach(() => {
  vi.stubGlobal("document", { getSelection: () => null, activeElement: null });
});
afterEach(() => vi.unstubAllGlobals());

/** What a browser would lay out: a box above, the mounted messages, a box below, in a scroller that ends where they do. */
function page(first: number, last: number, to: Aim = "end") {
  let messages: readonly Message[] = [];
  let part: Part = everything;
  const real = new Map<number, number>();
  const asked: string[] = [];
  let where = { atEnd: true, away: false };
  let scrollTop = 0;
  let corrected = 0;
  const box = () => ({ style: { height: "0px" }, firstElementChild: element(BEGINNING) });
  const element = (height: number) => ({ getBoundingClientRect: () => ({ height }), contains: () => false });
  const [above, below] = [box(), box()];
  const places = () => placesOf(part, messages, 0);
  const heightOf = (seq: number) => real.get(seq) ?? 30 + ((seq * 7919) % 170);
  const mounted = () => messages.slice(places().start, places().end);
  const total = () =>
    [above, below].reduce((sum, { style }) => sum + Number.parseFloat(style.height), 0) +
    mounted().reduce((sum, { seq }) => sum + heightOf(seq), 0);
  const within = (y: number) => Math.max(0, Math.min(y, total() - VIEW));
  const scroller = {
    style: {},
    clientHeight: VIEW,
    onscrollend: null,
    get scrollHeight() {
      return Math.max(VIEW, total());
    },
    get scrollTop() {
      scrollTop = within(scrollTop);
      return scrollTop;
    },
    set scrollTop(y: number) {
      corrected += Math.abs(within(y) - scrollTop);
      scrollTop = within(y);
    },
  };
  const fake = <T>(thing: unknown) => thing as T;
  const view = createLogView(
    {
      scroller: fake<HTMLElement>(scroller),
      above: fake<HTMLElement>(above),
      below: fake<HTMLElement>(below),
      row: (index) => fake<HTMLElement>(element(heightOf(messages[index]?.seq ?? 0))),
    },
    {
      mount(next) {
        part = next;
        show();
      },
      need: (which) => asked.push(which),
      place: (now) => {
        where = now;
      },
    },
  );
  const show = () => {
    const hasOlder = (messages[0]?.seq ?? 1) > 1;
    view.show({ messages, waiting: [], hasOlder, newest: true, ...places() });
  };
  const take = (from: number, upTo: number) => {
    messages = Array.from({ length: upTo - from + 1 }, (_, i) => sampleMessage({ seq: from + i, message: "guess" }));
    show();
  };
  view.aimAt(to);
  take(first, last);
  return {
    view,
    asked,
    take,
    where: () => where,
    mounted: () => mounted().map(({ seq }) => seq),
    corrected: () => corrected,
    scrollTop: () => scroller.scrollTop,
    /** what stands free above the mounted messages */
    room: () => Number.parseFloat(above.style.height),
    fromEnd: () => scroller.scrollHeight - scroller.scrollTop - VIEW,
    /** as a wheel does */
    scroll(by: number) {
      scrollTop = within(scroller.scrollTop + by);
      view.scrolled();
    },
    grow(seq: number, height: number) {
      real.set(seq, height);
      view.resized();
    },
    /** on screen, measured from the upper edge of the view; null when it is not mounted */
    topOf(seq: number) {
      const index = mounted().findIndex((message) => message.seq === seq);
      if (index < 0) return null;
      const before = mounted().slice(0, index);
      const height = before.reduce((sum, message) => sum + heightOf(message.seq), 0);
      return Number.parseFloat(above.style.height) + height - scroller.scrollTop;
    },
    /** the messages in view */
    inView() {
      return this.mounted().filter((seq) => {
        const top = this.topOf(seq) ?? 0;
        return top < VIEW && top + heightOf(seq) > 0;
      });
    },
  };
}

describe("the view of the log", () => {
  test("begins at the newest message, and stays there with what comes", () => {
    const log = page(951, 1000);
    expect([log.fromEnd(), log.where()]).toEqual([0, { atEnd: true, away: false }]);
    log.take(951, 1003);
    expect([log.fromEnd(), log.inView().at(-1)]).toEqual([0, 1003]);
    log.grow(1001, 400);
    expect(log.fromEnd()).toBe(0);
    log.take(901, 1003);
    expect(log.fromEnd()).toBe(0);
  });

  test("is content with nothing, and with the first word", () => {
    const log = page(1, 0);
    expect([log.mounted(), log.asked, log.view.lastSeen(), log.where().atEnd]).toEqual([[], [], 0, true]);
    log.take(1, 1);
    expect([log.inView(), log.view.lastSeen()]).toEqual([[1], 1]);
  });

  test("begins in its upper part with what is new, or in its middle with what was asked for", () => {
    expect(page(951, 1000, { seq: 975, at: "upper" }).inView()).toContain(975);
    const log = page(951, 1000, { seq: 975, at: "centre" });
    const top = log.topOf(975) ?? 0;
    expect(top).toBeGreaterThan(150);
    expect(top).toBeLessThan(450);
  });

  test("does not pull a reader down, and says that something is below", () => {
    const log = page(951, 1000);
    log.scroll(-500);
    const [seq = 0] = log.inView();
    const top = log.topOf(seq);
    log.take(951, 1010);
    log.view.rest();
    expect([log.topOf(seq), log.where()]).toEqual([top, { atEnd: false, away: true }]);
    expect(log.view.lastSeen()).toBeLessThan(1000);
  });

  test("asks for older messages as long as it is near the oldest, until there are none", () => {
    const log = page(51, 100);
    log.scroll(-20_000);
    let from = 51;
    while (from > 1) {
      log.asked.length = 0;
      log.take(from, 100);
      expect(log.asked).toContain("older");
      from = Math.max(1, from - 10);
    }
    log.asked.length = 0;
    log.take(1, 100);
    log.scroll(-20_000);
    expect([log.topOf(1), log.asked]).toEqual([BEGINNING, []]);
  });

  test("mounts a few of a hundred thousand", () => {
    const log = page(1, 100_000);
    log.scroll(-3_000_000);
    log.view.rest();
    expect(log.inView().length).toBeGreaterThan(0);
    expect(log.mounted().length).toBeLessThan(100);
  });

  const event = fc.oneof(
    fc.record({ kind: fc.constant("older" as const), by: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ kind: fc.constant("newer" as const), by: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constant("grow" as const), by: fc.integer({ min: 0, max: 400 }) }),
    fc.record({ kind: fc.constant("scroll" as const), by: fc.integer({ min: -2500, max: 2000 }) }),
    fc.record({ kind: fc.constant("rest" as const), by: fc.constant(0) }),
  );

  test("whatever happens, what one reads moves only by one's own scrolling, and is never corrected", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const log = page(5001, 5050);
        let [from, to] = [5001, 5050];
        let moving = false;
        for (const { kind, by } of events) {
          // The first that begins in the upper half of the view; else the one that fills that half.
          const inView = log.inView();
          const begins = inView.find((one) => (log.topOf(one) ?? 0) >= 0 && (log.topOf(one) ?? 0) < VIEW / 2);
          const seq = begins ?? inView[0] ?? from;
          const top = log.topOf(seq);
          const [corrected, y, atEnd] = [log.corrected(), log.scrollTop(), log.fromEnd() <= 32];
          if (kind === "older") from -= by;
          if (kind === "newer") to += by;
          if (kind === "older" || kind === "newer") log.take(from, to);
          if (kind === "rest") log.view.rest();
          // Right above it, where that is mounted: it may reach into view.
          if (kind === "grow") log.grow(log.topOf(seq - 1) === null ? seq + 1000 : seq - 1, 20 + by);
          if (kind === "scroll") log.scroll(by);
          moving = kind === "scroll" || (moving && kind !== "rest");
          // At the end one stays at the end; everywhere else one stays where one has scrolled to.
          const scrolledBy = kind === "scroll" ? log.scrollTop() - y : 0;
          const now = log.topOf(seq);
          if (!atEnd && top !== null && now !== null) expect(now).toBeCloseTo(top - scrolledBy, 3);
          // While one scrolls nothing is corrected, as long as there is room above to make up for it.
          const roomy = log.room() > 0 && log.fromEnd() > 500;
          if (moving && roomy && !atEnd) expect(log.corrected()).toBe(corrected);
          // Something is in view, unless one has scrolled past all that is loaded.
          if ((log.topOf(from) ?? 0) < VIEW) expect(log.inView().length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});

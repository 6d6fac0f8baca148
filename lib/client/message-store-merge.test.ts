import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Message } from "@/lib/contracts/chat";
import {
  coveredBy,
  hasHole,
  type Thread,
  withChange,
  withChangesSince,
  withExpected,
  withNewestPage,
  withOlderPage,
} from "./message-store-merge";
import { sampleMessage } from "./testing/chat-samples";

const upTo = (last: number, from = 1) =>
  Array.from({ length: last - from + 1 }, (_, i) => sampleMessage({ seq: from + i }));
const seqs = (thread: Thread) => thread.messages.map((message) => message.seq);

describe("a thread", () => {
  test("keeps the newer of two versions, whichever comes last", () => {
    const edited = sampleMessage({ seq: 3, rev: 6, message: "edited" });
    const thread = withChange(withNewestPage(undefined, upTo(5), false), edited);
    const late = withChange(thread, sampleMessage({ seq: 3, rev: 3 }));
    expect(late.messages[2]?.message).toBe("edited");
  });

  test("shows a message that came twice once", () => {
    const thread = withNewestPage(undefined, upTo(2), false);
    const again = withChange(withChange(thread, sampleMessage({ seq: 3 })), sampleMessage({ seq: 3 }));
    expect(seqs(again)).toEqual([1, 2, 3]);
    expect(again.synced_rev).toBe(3);
  });

  test("knows a hole by the rev, and that a late event has filled it", () => {
    const thread = withChange(withNewestPage(undefined, upTo(2), false), sampleMessage({ seq: 4 }));
    expect(hasHole(thread)).toBe(true);
    const filled = withChange(thread, sampleMessage({ seq: 3 }));
    expect(hasHole(filled)).toBe(false);
    expect([filled.synced_rev, seqs(filled)]).toEqual([4, [1, 2, 3, 4]]);
  });

  test("a hole that nothing fills closes with the answer that covers it", () => {
    const thread = withChange(withNewestPage(undefined, upTo(2), false), sampleMessage({ seq: 3, rev: 5 }));
    expect(withChangesSince(thread, [], 5)).toMatchObject({ synced_rev: 5, ahead: [] });
  });

  test("keeps a change of a message that is not loaded aside, and applies it to the page that brings it", () => {
    const thread = withNewestPage(undefined, upTo(60, 51), true);
    const changed = withChange(thread, sampleMessage({ seq: 45, rev: 61, message: "edited" }));
    expect(seqs(changed)[0]).toBe(51);
    const older = withOlderPage(changed, upTo(50, 41), true);
    expect(older.messages.find((message) => message.seq === 45)?.message).toBe("edited");
    expect(older.beyond).toEqual([]);
  });

  test("is replaced by a newest page that does not touch it", () => {
    const thread = withNewestPage(undefined, upTo(10), true);
    expect(seqs(withNewestPage(thread, upTo(100, 91), true))).toEqual(
      seqs(withNewestPage(undefined, upTo(100, 91), true)),
    );
  });

  test("goes on above a message that its person has deleted for themselves", () => {
    const thread = withNewestPage(undefined, upTo(20, 11), true);
    expect(seqs(withOlderPage(thread, upTo(9), false, 11))).toEqual(
      [...upTo(9), ...upTo(20, 11)].map(({ seq }) => seq),
    );
  });

  test("knows that something is missing when it is told how far the conversation is, until it has asked", () => {
    const thread = withExpected(withNewestPage(undefined, upTo(3), false), 5);
    expect([hasHole(thread), coveredBy(thread)]).toEqual([true, 5]);
    const asked = withChangesSince(thread, [sampleMessage({ seq: 2, rev: 4, message: "edited" })], coveredBy(thread));
    expect([hasHole(asked), asked.synced_rev]).toEqual([false, 5]);
    expect(withExpected(asked, 4)).toBe(asked);
  });

  test("does not take an older page that no longer touches it", () => {
    const thread = withNewestPage(undefined, upTo(100, 91), true);
    expect(withOlderPage(thread, upTo(50, 41), true)).toBe(thread);
  });
});

/** A server that remembers, and what its conversation looked like after every change. */
function history(changes: readonly (number | null)[]): { events: Message[]; truth: Message[] } {
  const truth: Message[] = [];
  const events = changes.map((edited, index) => {
    const rev = index + 1;
    const at = edited === null || truth.length === 0 ? truth.length : edited % truth.length;
    const message = sampleMessage({ seq: at + 1, rev, message: `rev ${rev}` });
    truth[at] = message;
    return message;
  });
  return { events, truth: [...truth] };
}

describe("a client whose events are lost, doubled, late and out of order", () => {
  // null is a new message, a number an edit of an old one
  const changes = fc.array(fc.option(fc.nat(), { freq: 3 }), { minLength: 1, maxLength: 60 });

  test("holds the server's truth once it has asked what changed", () => {
    fc.assert(
      fc.property(
        changes,
        fc.infiniteStream(fc.nat()),
        fc.nat(),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 7 }),
        (log, dice, openedAt, pageSize, sinceSize) => {
          const { events, truth } = history(log);
          const opened = history(log.slice(0, openedAt % (log.length + 1))).truth;
          const page = opened.slice(-pageSize);
          let thread = withNewestPage(undefined, page, page.length < opened.length);

          const draw = () => dice.next().value ?? 0;
          const received = events
            .flatMap((event) => (draw() % 3 === 0 ? [] : draw() % 3 === 0 ? [event, event] : [event]))
            .map((event) => ({ event, late: draw() % 5 }))
            .sort((a, b) => a.event.rev + a.late - (b.event.rev + b.late));
          for (const { event } of received) {
            thread = withChange(thread, event);
            // Whatever is shown is in order, without doubles.
            expect(seqs(thread)).toEqual([...new Set(seqs(thread))].sort((a, b) => a - b));
          }

          const covered = thread.ahead.at(-1) ?? 0;
          for (;;) {
            const since = thread.synced_rev;
            const newer = truth.filter((message) => message.rev > since).sort((a, b) => a.rev - b.rev);
            const part = newer.slice(0, sinceSize);
            thread = withChangesSince(thread, part, part.length < newer.length ? 0 : covered);
            if (part.length === newer.length) break;
          }
          expect(hasHole(thread)).toBe(false);
          const first = thread.messages[0]?.seq ?? 1;
          expect(thread.messages).toEqual(truth.slice(first - 1));

          while (thread.has_older) {
            const oldest = thread.messages[0]?.seq ?? 1;
            const before = truth.slice(0, oldest - 1);
            const older = before.slice(-pageSize);
            thread = withOlderPage(thread, older, older.length < before.length);
          }
          expect(thread.messages).toEqual(truth);
        },
      ),
    );
  });

  test("loses no change to a page of old messages that was under way when it happened", () => {
    const thread = withNewestPage(undefined, upTo(20, 11), true);
    const stale = upTo(10);
    const changed = withChangesSince(thread, [sampleMessage({ seq: 5, rev: 21, message: "edited" })], 0);
    expect(withOlderPage(changed, stale, false).messages[4]?.message).toBe("edited");
  });
});

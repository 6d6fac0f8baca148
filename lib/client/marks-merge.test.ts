import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Mark } from "@/lib/contracts/marks";
import { noMarks, withMark, withMarksSince, withoutHidden } from "./marks-merge";
import { sampleMessage } from "./testing/chat-samples";

const mark = (message_id: number, rev: number, change: Partial<Mark> = {}): Mark => ({
  ...{ conversation_id: 7, message_id, rev, starred_at: null, hidden: false },
  ...change,
});

describe("one's own marks", () => {
  it("come to the same end in whatever order they are heard of, doubled or not", () => {
    const history = [mark(1, 1), mark(2, 2), mark(1, 3, { hidden: true }), mark(3, 4), mark(2, 5, { hidden: true })];
    fc.assert(
      fc.property(fc.shuffledSubarray([...history, ...history], { minLength: 5, maxLength: 10 }), (heard) => {
        const known = heard.reduce(withMark, noMarks);
        // What was missed is in the answer to the next question.
        const after = withMarksSince(known, [mark(3, 4), mark(1, 3, { hidden: true }), mark(2, 5, { hidden: true })]);
        expect(after.of).toMatchObject({ 1: { rev: 3 }, 2: { rev: 5 }, 3: { rev: 4 } });
        expect(after.synced_rev).toBe(5);
      }),
    );
  });

  it("are known up to the first gap", () => {
    expect(withMark(withMark(noMarks, mark(1, 1)), mark(2, 2)).synced_rev).toBe(2);
    expect(withMark(withMark(noMarks, mark(1, 1)), mark(2, 3)).synced_rev).toBe(1);
  });

  it("leave out what was deleted for oneself, and touch nothing else", () => {
    const messages = [1, 2, 3].map((id) => sampleMessage({ id, seq: id }));
    expect(withoutHidden(messages, withMark(noMarks, mark(2, 1)))).toBe(messages);
    const left = withoutHidden(messages, withMark(noMarks, mark(2, 1, { hidden: true })));
    expect(left.map((message) => message.id)).toEqual([1, 3]);
  });
});

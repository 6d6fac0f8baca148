import fc from "fast-check";
import { expect, test } from "vitest";
import type { OutboxEntry } from "@/lib/client/outbox-rules";
import { sampleMessage } from "@/lib/client/testing/chat-samples";
import { roomFor } from "./attachment-media";
import { createLogHeights } from "./log-heights";

const messages = (...seqs: number[]) => seqs.map((seq) => sampleMessage({ seq, message: "" }));
const waits = (client_id: string): OutboxEntry => ({
  client_id,
  conversation_id: 7,
  text: "",
  at: 0,
  state: "queued",
  failure: null,
});

const sampleFile = {
  ...{ id: "f", name: "a.jpg", content_type: "image/webp", size: 1000, duration_ms: null, waveform: null },
  ...{ url: "/a", thumb_url: null },
};

test("a height stays with its message when others come before, between and after", () => {
  const heights = createLogHeights();
  heights.take(messages(5, 8), []);
  heights.measured(0, 50);
  heights.measured(1, 80);
  heights.take(messages(4, 5, 6, 8, 9), []);
  expect(heights.top(2) - heights.top(1)).toBe(50);
  expect(heights.top(4) - heights.top(3)).toBe(80);
  expect(heights.count()).toBe(5);
});

test("what waited keeps its height once it is stored, and while others overtake it", () => {
  const heights = createLogHeights();
  heights.take(messages(1), [waits("a"), waits("b")]);
  heights.measured(1, 33);
  heights.measured(2, 44);
  heights.take([...messages(1, 2), sampleMessage({ seq: 3, client_id: "a" })], [waits("b")]);
  expect(heights.top(3) - heights.top(2)).toBe(33);
  expect(heights.top(4) - heights.top(3)).toBe(44);
});

test("every place lies in the message that is found there", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 40 }),
      fc.nat(),
      (sizes, dice) => {
        const heights = createLogHeights();
        heights.take(messages(...sizes.map((_, index) => index + 1)), []);
        heights.top(sizes.length);
        sizes.forEach((size, index) => {
          heights.measured(index, size);
        });
        const total = sizes.reduce((sum, size) => sum + size, 0);
        expect(heights.top(sizes.length)).toBe(total);
        const y = dice % total;
        // One is asked for before and after what lies above it has changed.
        heights.at(y);
        heights.measured(0, (sizes[0] ?? 0) + 7);
        heights.measured(0, sizes[0] ?? 0);
        const index = heights.at(y);
        expect(heights.top(index)).toBeLessThanOrEqual(y);
        expect(heights.top(index + 1)).toBeGreaterThan(y);
      },
    ),
  );
  const empty = createLogHeights();
  expect([empty.at(10), empty.top(0), empty.count()]).toEqual([0, 0, 0]);
});

test("a message is found by its seq, though some are missing", () => {
  const heights = createLogHeights();
  heights.take(messages(5, 8, 9), []);
  expect([1, 5, 6, 8, 9, 10].map(heights.indexOf)).toEqual([0, 0, 1, 1, 2, 3]);
});

test("the room of a picture is known before it is loaded", () => {
  const attachment = { ...sampleFile, kind: "image" as const, width: 600, height: 900 };
  const heights = createLogHeights();
  heights.take([sampleMessage({ seq: 1, message: "", type: "image", attachment })], []);
  const room = roomFor(600, 900).height;
  expect(heights.top(1)).toBeGreaterThanOrEqual(room);
  expect(heights.top(1)).toBeLessThan(room + 40);
});

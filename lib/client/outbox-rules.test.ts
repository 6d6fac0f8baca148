import { expect, test } from "vitest";
import type { ErrorCode } from "@/lib/contracts/errors";
import { isRefusedForGood, type OutboxEntry } from "./outbox-rules";

const file = { blob: new Blob(["a cat"]), name: "cat.png" };

test.each<[string, ErrorCode, Partial<OutboxEntry>, boolean]>([
  ["words, and the other has blocked", "forbidden", {}, true],
  ["words, and the conversation is gone", "not_found", {}, true],
  ["words that are too many", "too_large", {}, false],
  ["an answer to what is gone", "validation_failed", { reply_to_id: 5 }, false],
  ["a file that was not taken", "forbidden", { file }, false],
  ["a file that nobody can take", "not_found", { file }, false],
  ["a file that the server has forgotten", "not_found", { file, upload_id: "u1" }, false],
  ["a file that arrived, and the other has blocked", "forbidden", { file, upload_id: "u1" }, true],
  ["words on a full disk", "storage_full", { state: "queued" }, false],
])("whether nothing more can be written: %s", (_, code, more, closed) => {
  const entry = { client_id: "c", conversation_id: 7, text: "", at: 0, state: "failed" as const };
  expect(isRefusedForGood({ ...entry, failure: { code, message: "No" }, ...more })).toBe(closed);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type KnownConversation,
  newestFirst,
  shelfOf,
  withAnswer,
  withDelivered,
  withMessage,
  withPresence,
  withRead,
  withSettings,
} from "./conversation-store-merge";
import { sampleConversation, sampleMessage } from "./testing/chat-samples";

const me = 1;
const known = (change = {}) => withAnswer(undefined, sampleConversation(change));

describe("a conversation in the list", () => {
  test("counts a message of the other as unread, once", () => {
    const message = sampleMessage({ seq: 4 });
    const once = withMessage(known({ last_seq: 3, read_seq: 3, rev: 3 }), message, me);
    expect(once.unread_count).toBe(1);
    expect(once.latest_message?.message).toBe("text 4");
    expect(withMessage(once, message, me)).toBe(once);
  });

  test("counts what is between a lost event and the next", () => {
    expect(withMessage(known({ last_seq: 3, read_seq: 3, rev: 3 }), sampleMessage({ seq: 6 }), me).unread_count).toBe(
      3,
    );
  });

  test("has nothing unread after a message of one's own, from whatever device", () => {
    const after = withMessage(
      known({ last_seq: 3, read_seq: 1, rev: 3 }),
      sampleMessage({ seq: 4, sender_id: me }),
      me,
    );
    expect(after).toMatchObject({ unread_count: 0, read_seq: 4 });
  });

  test("knows that whoever answers has read", () => {
    const after = withMessage(known({ last_seq: 3, rev: 3 }), sampleMessage({ seq: 4 }), me);
    expect(after).toMatchObject({ other_read_seq: 4, other_delivered_seq: 4 });
  });

  test("keeps the edit of its latest message against an older report of it", () => {
    const edited = withMessage(known(), sampleMessage({ seq: 1, rev: 2, message: "edited" }), me);
    expect(withMessage(edited, sampleMessage({ seq: 1, rev: 1 }), me).latest_message?.message).toBe("edited");
  });

  test("does not go back to an answer that was overtaken", () => {
    const stale = sampleConversation({ last_seq: 3, rev: 3, read_seq: 1 });
    const now = withMessage(withAnswer(undefined, { ...stale, read_seq: 3 }), sampleMessage({ seq: 4 }), me);
    expect(withAnswer(now, stale)).toMatchObject({ last_seq: 4, read_seq: 3, unread_count: 1, rev: 4 });
    expect(withAnswer(now, stale).latest_message?.seq).toBe(4);
  });

  test("moves receipts forward only, each for its person", () => {
    const start = known({ last_seq: 9, rev: 9, read_seq: 5, other_read_seq: 5, other_delivered_seq: 5 });
    expect(withRead(start, { user_id: me, seq: 4 }, me)).toBe(start);
    expect(withRead(start, { user_id: me, seq: 9 }, me)).toMatchObject({ unread_count: 0, other_read_seq: 5 });
    expect(withRead(start, { user_id: 2, seq: 7 }, me)).toMatchObject({ other_read_seq: 7, other_delivered_seq: 7 });
    const delivered = withDelivered(start, { conversation_id: 7, user_id: 2, seq: 8 }, me);
    expect(delivered).toMatchObject({ other_delivered_seq: 8, other_read_seq: 5 });
    expect(withDelivered(delivered, { conversation_id: 7, user_id: 2, seq: 6 }, me)).toBe(delivered);
    expect(withDelivered(start, { conversation_id: 7, user_id: me, seq: 8 }, me)).toBe(start);
  });

  test("takes the presence of its own person only", () => {
    const start = known();
    expect(withPresence(start, { user_id: 2, online: true, last_seen_at: null }).other_user.online).toBe(true);
    expect(withPresence(start, { user_id: 3, online: true, last_seen_at: null })).toBe(start);
  });

  test("stands above those where less happened lately", () => {
    const old = known({ id: 1, updated_at: "2026-01-25T10:00:00Z" });
    const fresh = known({ id: 2, updated_at: "2026-01-25T10:00:00.001Z" });
    expect(newestFirst([old, fresh]).map(({ id }) => id)).toEqual([2, 1]);
  });

  test("is the same in whatever order messages and receipts come, however often", () => {
    const steps = [
      (c: KnownConversation) => withMessage(c, sampleMessage({ seq: 1 }), me),
      (c: KnownConversation) => withMessage(c, sampleMessage({ seq: 2, sender_id: me }), me),
      (c: KnownConversation) => withMessage(c, sampleMessage({ seq: 3 }), me),
      (c: KnownConversation) => withMessage(c, sampleMessage({ seq: 4, rev: 5, message: "edited" }), me),
      (c: KnownConversation) => withMessage(c, sampleMessage({ seq: 4, rev: 4 }), me),
      (c: KnownConversation) => withMessage(c, sampleMessage({ seq: 2, rev: 6, sender_id: me, message: "edited" }), me),
      (c: KnownConversation) => withRead(c, { user_id: me, seq: 3 }, me),
      (c: KnownConversation) => withRead(c, { user_id: 2, seq: 2 }, me),
      (c: KnownConversation) => withDelivered(c, { conversation_id: 7, user_id: 2, seq: 4 }, me),
      (c: KnownConversation) =>
        withAnswer(c, sampleConversation({ last_seq: 2, rev: 2, read_seq: 2, updated_at: "2026-01-25T10:00:02.000Z" })),
    ];
    const straight = steps.reduce((c, step) => step(c), known());
    const doubled = [...steps, ...steps];
    fc.assert(
      fc.property(fc.shuffledSubarray(doubled, { minLength: doubled.length }), (mixed) => {
        expect(mixed.reduce((c, step) => step(c), known())).toEqual(straight);
      }),
    );
  });
});

describe("what a person has set for a conversation", () => {
  const plain = sampleConversation();
  const change = (more: object) => ({ ...plain, conversation_id: plain.id, ...more });

  test("puts it among requests, aside, or nowhere, and what is said next brings it back", () => {
    expect(shelfOf(known())).toBe("chats");
    expect(shelfOf(known({ request: true }))).toBe("requests");
    const aside = withSettings(known({ last_seq: 3 }), change({ archived: true }));
    expect(shelfOf(aside)).toBe("archived");
    expect(shelfOf(withMessage(aside, sampleMessage({ seq: 4 }), me))).toBe("chats");
    const muted_until = new Date(Date.now() + 60_000).toISOString();
    const muted = withSettings(aside, change({ archived: true, muted_until }));
    expect(shelfOf(withMessage(muted, sampleMessage({ seq: 4 }), me))).toBe("archived");
  });

  test("lets an answer accept a request, and a call not", () => {
    const asked = known({ request: true, last_seq: 1 });
    expect(withMessage(asked, sampleMessage({ seq: 2, sender_id: me }), me).request).toBe(false);
    expect(withMessage(asked, sampleMessage({ seq: 2, sender_id: me, type: "call" }), me).request).toBe(true);
  });

  test("asks to be let in until the other answers or sends a receipt, and not longer for what oneself says", () => {
    const asking = known({ asking: true, last_seq: 1, rev: 1 });
    const receipt = { conversation_id: 7, user_id: 2, seq: 1, read_at: "", delivered_at: "" };
    expect(withMessage(asking, sampleMessage({ seq: 2, sender_id: me }), me).asking).toBe(true);
    expect(withRead(asking, { ...receipt, user_id: me }, me).asking).toBe(true);
    expect(withMessage(asking, sampleMessage({ seq: 2 }), me).asking).toBe(false);
    expect(withRead(asking, receipt, me).asking).toBe(false);
    expect(withDelivered(asking, receipt, me).asking).toBe(false);
    expect(withAnswer(asking, sampleConversation()).asking).toBe(false);
  });

  test("leaves nothing of what was cleared, neither words nor unread, until more is said", () => {
    const full = withMessage(known(), sampleMessage({ seq: 1 }), me);
    const cleared = withSettings(full, change({ cleared_seq: 1 }));
    expect(cleared).toMatchObject({ latest_message: null, unread_count: 0 });
    expect(shelfOf(cleared)).toBe("none");
    expect(shelfOf(withMessage(cleared, sampleMessage({ seq: 2 }), me))).toBe("chats");
  });

  test("stands pinned before what is newer", () => {
    const [old, young] = [known({ id: 1, pinned: true }), known({ id: 2, updated_at: "2026-02-01T00:00:00.000Z" })];
    expect(newestFirst([young, old]).map((one) => one.id)).toEqual([1, 2]);
  });
});

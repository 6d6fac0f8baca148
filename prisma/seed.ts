import { randomUUID } from "node:crypto";
import { postCallMessage } from "@/lib/domain/chat/post-call-message";
import { fillSlot, takeSlot } from "@/lib/domain/chat/post-message";
import type { Database, HotPath, Tx } from "@/lib/domain/context";
import { pairOf } from "@/lib/domain/friends/pair";
import { hashPassword } from "@/lib/domain/users/passwords";
import { searchTextOf } from "@/lib/text/fold";

/** Of every demo account. They exist in the throw-away database of `npm run demo` and nowhere else. */
export const demoPassword = "nida-demo";

const people = [
  { username: "ahmed", name: "أحمد محمد", about: "مهندس، أحب القهوة والصباح الباكر" },
  { username: "sara", name: "سارة حداد", about: "مصممة. أرسم كل ما أراه" },
  { username: "yousef", name: "يوسف خليل", about: "Backend by day, oud by night" },
  { username: "layla", name: "ليلى منصور", about: "" },
  { username: "nora", name: "Nora Lindqvist", about: "Learning Arabic, slowly" },
  { username: "omar", name: "عمر الفاسي", about: "" },
];

type Name = "ahmed" | "sara" | "yousef";
type Ids = Record<string, number>;
/** A message, or a call that lasted so many seconds (0: nobody answered), so many minutes ago. */
type Entry = [minutesAgo: number, from: Name, what: string | { call: number }];

const day = 24 * 60;
const withSara: Entry[] = [
  [day + 190, "ahmed", "مساء الخير يا سارة، هل وصلتِ إلى البيت؟"],
  [day + 188, "sara", "مساء النور! نعم، وصلت قبل قليل 🌙"],
  [day + 185, "ahmed", "الحمد لله. أرسلت لك ملاحظاتي على التصميم، متى يناسبك أن نتحدث؟"],
  [day + 183, "sara", "الآن مناسب جداً"],
  [day + 180, "ahmed", { call: 754 }],
  [day + 160, "sara", "شكراً على المكالمة، صار كل شيء واضحاً"],
  [day + 158, "ahmed", "By the way, the client asked for an English version too. Can you take a look?"],
  [day + 155, "sara", "Sure! I'll send you a first draft tomorrow morning."],
  [140, "sara", "صباح الخير ☀️ المسودة جاهزة"],
  [132, "ahmed", "صباح النور، رائعة! أعجبتني الألوان كثيراً"],
  [95, "ahmed", { call: 0 }],
  [64, "sara", "Sorry, I was in a meeting and missed your call."],
  [61, "ahmed", "No worries, nothing urgent 🙂"],
  [17, "sara", "انتهيت الآن. هل أتصل بك بعد نصف ساعة؟"],
  [16, "sara", "أو اتصل أنت متى شئت"],
];
const withYousef: Entry[] = [
  [day + 420, "yousef", "Are we still on for Thursday?"],
  [day + 410, "ahmed", "Yes! Same place, eight o'clock."],
  [day + 405, "yousef", "ممتاز، أراك هناك 👍"],
];

async function befriend(tx: Tx, one: number, other: number, at: Date, acceptedAt: Date | null = at) {
  await tx.friendship.create({ data: { ...pairOf(one, other), requesterId: one, createdAt: at, acceptedAt } });
}

async function writeCall(
  tx: Tx,
  hot: HotPath,
  conversationId: number,
  callerId: number,
  calleeId: number,
  at: Date,
  seconds: number,
) {
  const later = (ms: number) => new Date(at.getTime() + ms);
  const answered = seconds > 0;
  const call = await tx.call.create({
    data: {
      id: randomUUID(),
      conversationId,
      callerId,
      calleeId,
      status: "ended",
      endReason: answered ? "completed" : "missed",
      callerDevice: "demo",
      calleeDevice: answered ? "demo" : null,
      createdAt: at,
      ringExpiresAt: later(45_000),
      acceptedAt: answered ? later(6_000) : null,
      endedAt: answered ? later(6_000 + seconds * 1000) : later(45_000),
    },
  });
  await postCallMessage(tx, call, { hot, now: () => call.endedAt ?? at, webhookUrls: [] });
}

async function converse(tx: Tx, hot: HotPath, ids: Ids, other: Name, history: Entry[], now: Date) {
  const idOf = (name: string) => ids[name] ?? 0;
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const [ahmed, partner] = [idOf("ahmed"), idOf(other)];
  const began = ago((history[0]?.[0] ?? 0) + 5);
  await befriend(tx, partner, ahmed, began);
  const { id } = await tx.conversation.create({
    data: {
      ...pairOf(ahmed, partner),
      createdAt: began,
      participants: { create: [{ userId: ahmed }, { userId: partner }] },
    },
  });
  for (const [minutes, from, what] of history) {
    const at = ago(minutes);
    const sender = idOf(from);
    if (typeof what === "object") {
      await writeCall(tx, hot, id, sender, sender === ahmed ? partner : ahmed, at, what.call);
    } else {
      const draft = { senderId: sender, type: "text" as const, body: what, clientId: randomUUID(), at };
      const sql = hot.within(tx);
      await fillSlot({ webhookUrls: [] }, sql, await takeSlot(sql, id, sender, at), draft);
    }
  }
  const { lastSeq } = await tx.conversation.findUniqueOrThrow({ where: { id } });
  await tx.participant.updateMany({ where: { conversationId: id }, data: { lastDeliveredSeq: lastSeq } });
}

/** Fills an empty database with people who know each other. Answers the two to sign in as. */
export async function seedDemo(database: Database, now: Date): Promise<{ username: string; name: string }[]> {
  const passwordHash = await hashPassword(demoPassword);
  await database.transaction(async (tx) => {
    const ids: Ids = {};
    for (const { username, name, about } of people) {
      const searchText = searchTextOf(name, username);
      const user = await tx.user.create({ data: { username, name, about, searchText, passwordHash } });
      ids[username] = user.id;
    }
    await converse(tx, database.hot, ids, "sara", withSara, now);
    await converse(tx, database.hot, ids, "yousef", withYousef, now);
    await befriend(tx, ids.layla ?? 0, ids.ahmed ?? 0, new Date(now.getTime() - 40 * 60_000), null);
  });
  return people.slice(0, 2);
}

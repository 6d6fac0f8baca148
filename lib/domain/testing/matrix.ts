import { randomUUID } from "node:crypto";
import SqliteDatabase from "better-sqlite3";
import { acceptCall, startCall } from "@/lib/domain/calls";
import { sendMessage, startConversation } from "@/lib/domain/chat";
import type { Actor, Database } from "@/lib/domain/context";
import { acceptRequest, blockUser, removeFriend, requestFriend } from "@/lib/domain/friends";
import { createUpload } from "@/lib/domain/uploads";
import { deleteMe, logout } from "@/lib/domain/users";
import { findSession } from "@/lib/domain/users/sessions";
import { password } from "./accounts";
import { type TestContext, testContext } from "./context";
import { formFile } from "./form-file";
import { createPerson } from "./people";

/**
 * Who calls. From "blocked" to "other" it is the other person of the thing, as they stand to its owner by now:
 * whom the owner blocked, who blocked the owner, whose friendship has ended, and one to whom nothing has happened.
 */
export const callers = [
  "anonymous",
  "revoked",
  "deleted",
  "stranger",
  "blocked",
  "blocker",
  "exFriend",
  "other",
  "owner",
] as const;
export type CallerKind = (typeof callers)[number];

/** What the owner and the other have: a friendship, a request of the owner's, a ringing call, a call they talk in. */
export type Thing = "friends" | "asked" | "ringing" | "talking";

export interface MatrixPerson {
  actor: Actor;
  username: string;
  device: string;
}

export interface MatrixWorld {
  /** as the door lets the caller in: without an actor when their session is over */
  ctx: TestContext;
  me: MatrixPerson;
  owner: MatrixPerson;
  other: MatrixPerson;
  conversation_id: number;
  /** the owner's, in the conversation */
  message_id: number;
  request_id: number;
  call_id: string;
  avatarKey: string;
  /** a file in a message from the owner to the other */
  upload_id: string;
  /** what the owner wrote to the other, and what nobody but the owner may read */
  secrets: { message: string; email: string };
}

async function person(database: Database, passwordHash: string): Promise<MatrixPerson> {
  const username = `u${randomUUID().slice(0, 12)}`;
  const actor = await createPerson(database, username, { searchText: ` ${username}` });
  const email = `${username}@secret.test`;
  await database.transaction((tx) => tx.user.update({ where: { id: actor.id }, data: { passwordHash, email } }));
  return { actor, username, device: `${username}-tab` };
}

/** A thing of two people, and one of `callers` who is about to ask for it. `passwordHash` is that of `password`. */
export async function matrixWorld(
  database: Database,
  kind: CallerKind,
  thing: Thing,
  passwordHash: string,
): Promise<MatrixWorld> {
  const [owner, other, bystander] = [
    await person(database, passwordHash),
    await person(database, passwordHash),
    await person(database, passwordHash),
  ];
  const me = kind === "owner" ? owner : kind === "stranger" || kind === "anonymous" ? bystander : other;
  const ctx = testContext(database, { actor: owner.actor });
  const { id: request_id } = await requestFriend.execute(ctx, { user_id: other.actor.id });
  if (thing !== "asked") await acceptRequest.execute(ctx.as(other.actor), { request_id });
  const { conversation_id } = await startConversation.execute(ctx, { user_id: other.actor.id });
  const message = `secret-${randomUUID()}`;
  const upload = await createUpload.execute(ctx, { file: formFile("secret") });
  await sendMessage.execute(ctx, { conversation_id, upload_id: upload.id });
  const { id: message_id } = await sendMessage.execute(ctx, { conversation_id, message });
  const call_id = await makeCall(ctx, { thing, conversation_id, owner, other });
  const avatarKey = `avatar-${randomUUID()}`;
  ctx.world.files.set(avatarKey, new Uint8Array([1]));
  await database.transaction((tx) => tx.user.update({ where: { id: owner.actor.id }, data: { avatarKey } }));
  await part(ctx, kind, { thing, request_id, owner, other });
  ctx.world.events.length = 0;
  const session = kind === "anonymous" ? null : await findSession(database.hot.read, me.actor.sessionId);
  const secrets = { message, email: `${owner.username}@secret.test` };
  const known = session ? ctx.as(me.actor) : ctx.asStranger();
  const ids = { conversation_id, message_id, request_id, call_id, upload_id: upload.id };
  return { ctx: known, me, owner, other, ...ids, avatarKey, secrets };
}

type Pair = { thing: Thing; owner: MatrixPerson; other: MatrixPerson };

async function makeCall(ctx: TestContext<Actor>, { thing, owner, other, ...of }: Pair & { conversation_id: number }) {
  if (thing !== "ringing" && thing !== "talking") return randomUUID();
  const call = await startCall.execute(ctx, { conversation_id: of.conversation_id, device_id: owner.device });
  if (thing === "talking") {
    await acceptCall.execute(ctx.as(other.actor), { call_id: call.id, device_id: other.device });
  }
  return call.id;
}

/** Lets happen what makes the other person what `kind` says. */
async function part(
  ctx: TestContext<Actor>,
  kind: CallerKind,
  { thing, request_id, owner, other }: Pair & { request_id: number },
) {
  const asOther = ctx.as(other.actor);
  switch (kind) {
    case "blocked":
      await blockUser.execute(ctx, { user_id: other.actor.id });
      break;
    case "blocker":
      await blockUser.execute(asOther, { user_id: owner.actor.id });
      break;
    case "exFriend":
      if (thing === "asked") await acceptRequest.execute(asOther, { request_id });
      await removeFriend.execute(asOther, { user_id: owner.actor.id });
      break;
    case "deleted":
      await deleteMe.execute(asOther, { password });
      break;
    case "revoked":
      await logout.execute(asOther, {});
      break;
  }
}

export type Rows = Record<string, Record<string, unknown>[]>;

/** Every row of every table of an SQLite database: whatever tables there will be. */
export function dumpOf(url: string): Rows {
  const file = new SqliteDatabase(url.replace(/^file:/, ""), { readonly: true });
  try {
    const tables = file.prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    const rowsOf = (name: string) => file.prepare<[], Record<string, unknown>>(`SELECT * FROM "${name}"`).all();
    return Object.fromEntries(tables.map(({ name }) => [name, rowsOf(name)]));
  } finally {
    file.close();
  }
}

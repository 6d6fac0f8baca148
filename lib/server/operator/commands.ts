import { randomBytes } from "node:crypto";
import type { ParseArgsConfig } from "node:util";
import {
  addPerson,
  demotePerson,
  listPeople,
  lockPerson,
  promotePerson,
  purgePerson,
  resetPassword,
  unlockPerson,
} from "@/lib/domain/operator";
import { readReports } from "@/lib/domain/users/list-reports";
import type { Deed, OperatorHouse } from "./open";
import { peopleTable, reportsText, sessionsEnded } from "./texts";

/** The command line was not understood: exit code 2. */
export class UsageError extends Error {}

export interface Asked {
  /** the words after the command's name */
  words: string[];
  options: Record<string, unknown>;
  /** the first line of standard input */
  firstLine(): Promise<string>;
}

export interface Command {
  /** what stands after its name, and what it does */
  usage: string;
  help: string;
  options: NonNullable<ParseArgsConfig["options"]>;
  /** Answers what to say. */
  run(house: OperatorHouse, asked: Asked): Promise<string>;
}

const optional = (value: unknown) => (typeof value === "string" ? value : undefined);
const flag = { type: "boolean" } as const;
const text = { type: "string" } as const;

function username({ words }: Asked): string {
  const [name] = words;
  if (!name || words.length > 1) throw new UsageError("Name one person by their username.");
  return name;
}

function limitOf({ options }: Asked): number {
  const limit = Number(options.limit ?? 100);
  if (!Number.isInteger(limit) || limit < 1) throw new UsageError("--limit takes a whole number from 1.");
  return limit;
}

/** A password is never taken from the command line, which every user of the machine can read. */
async function passwordOf({ options, firstLine }: Asked): Promise<{ password: string; shown: string }> {
  if (options.stdin) return { password: await firstLine(), shown: "" };
  const password = randomBytes(12).toString("base64url");
  return { password, shown: `\nPassword, shown this once: ${password}` };
}

/** One command that does something to one person, and says so here and in the log of deeds. */
function deed(
  action: string,
  help: string,
  act: (house: OperatorHouse, name: string, asked: Asked) => Promise<{ id: number; said: string }>,
  more: { usage?: string; options?: Command["options"] } = {},
): Command {
  return {
    usage: `<username>${more.usage ?? ""}`,
    help,
    options: more.options ?? {},
    async run(house, asked) {
      const name = username(asked);
      const { id, said } = await act(house, name, asked);
      const done: Deed = { action, user_id: id, username: name.trim().toLowerCase() };
      const fault = await house.note(done);
      return fault ? `${said}\n${fault}` : said;
    },
  };
}

export const commands: Record<string, Command> = {
  create: deed(
    "create",
    "make an account, with a password made up or from standard input",
    async (house, name, asked) => {
      const { password, shown } = await passwordOf(asked);
      const { options } = asked;
      const input = { username: name, name: optional(options.name) ?? name, email: optional(options.email), password };
      const id = await house.act((ctx) => addPerson(ctx, input));
      return { id, said: `${name} has an account.${shown}` };
    },
    { usage: " [--name NAME] [--email ADDRESS] [--stdin]", options: { name: text, email: text, stdin: flag } },
  ),
  list: {
    usage: "[name] [--locked | --admins] [--limit N] [--json]",
    help: "list people",
    options: { locked: flag, admins: flag, limit: text, json: flag },
    async run(house, asked) {
      const { locked, admins, json } = asked.options;
      if (locked && admins) throw new UsageError("Say --locked or --admins.");
      const only = locked ? "locked" : admins ? "admins" : null;
      const wanted = { query: asked.words.join(" "), only, limit: limitOf(asked) } as const;
      const found = await house.act((ctx) => listPeople(ctx, wanted));
      return json ? JSON.stringify(found) : peopleTable(found);
    },
  },
  lock: deed("lock", "shut an account: everything of it stays, nobody signs in", async (house, name) => {
    const { id, sessions } = await house.act((ctx) => lockPerson(ctx, name));
    return { id, said: `${name} is locked. ${sessionsEnded(sessions)}` };
  }),
  unlock: deed("unlock", "open it again", async (house, name) => {
    const { id } = await house.act((ctx) => unlockPerson(ctx, name));
    return { id, said: `${name} may sign in again.` };
  }),
  "reset-password": deed(
    "reset-password",
    "give another password, made up or from standard input; all sessions end",
    async (house, name, asked) => {
      const { password, shown } = await passwordOf(asked);
      const { id, sessions } = await house.act((ctx) => resetPassword(ctx, name, password));
      return { id, said: `${name} has another password. ${sessionsEnded(sessions)}${shown}` };
    },
    { usage: " [--stdin]", options: { stdin: flag } },
  ),
  promote: deed("promote", "make an admin, who may read what was reported (GET /api/reports)", async (house, name) => {
    const { id } = await house.act((ctx) => promotePerson(ctx, name));
    return { id, said: `${name} is an admin.` };
  }),
  demote: deed("demote", "take that back", async (house, name) => {
    const { id } = await house.act((ctx) => demotePerson(ctx, name));
    return { id, said: `${name} is no admin any more.` };
  }),
  purge: deed(
    "purge",
    "delete an account for ever, as its person can themselves",
    async (house, name, asked) => {
      if (!asked.options.yes) throw new UsageError(`This deletes ${name} for ever. If that is meant, add --yes.`);
      const { id } = await house.act((ctx) => purgePerson(ctx, name));
      return { id, said: `${name} is deleted. What they wrote stays with whom they wrote to, without their name.` };
    },
    { usage: " --yes", options: { yes: flag } },
  ),
  reports: {
    usage: "[--limit N] [--json]",
    help: "read what people reported, the newest first",
    options: { limit: text, json: flag },
    async run(house, asked) {
      const reports = await house.act((ctx) => readReports(ctx, { before: null, take: limitOf(asked) }));
      return asked.options.json ? JSON.stringify(reports) : reportsText(reports);
    },
  },
};

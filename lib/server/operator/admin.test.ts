import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { wire } from "@/e2e/support/socket";
import { resetPassword } from "@/lib/domain/operator";
import { newUsername, password } from "@/lib/domain/testing/accounts";
import { readSettings } from "@/lib/server/env";
import { newcomer } from "@/lib/server/realtime/pusher-protocol/testing/nida";
import { connect } from "@/lib/server/realtime/pusher-protocol/testing/wire";
import { type ScratchDatabase, scratchDatabases } from "@/lib/server/testing/databases";
import { startNode, type TestNode } from "@/lib/server/testing/nodes";
import { root } from "@/scripts/prisma.mjs";
import { admin } from "./admin";
import { openForOperator } from "./open";

describe.each(scratchDatabases())("npm run admin on %s, beside running nodes that no Redis joins", (kind, open) => {
  const folder = mkdtempSync(join(tmpdir(), "nida-admin-"));
  let database: ScratchDatabase;
  let nodes: TestNode[] = [];
  const env = () => ({
    ...{ DATABASE_URL: database.url, DATA_DIR: folder, LOG_LEVEL: "fatal" },
    NEXTAUTH_SECRET: "one secret for all the nodes",
  });
  const run = (args: string[], typed = "") => admin(args, readSettings(env()), Readable.from([typed]));

  beforeAll(async () => {
    database = await open();
    const shared = { DATABASE_URL: database.url };
    nodes = await Promise.all((kind === "SQLite" ? [1] : [1, 2]).map(() => startNode(shared)));
  }, 120_000);
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    await database?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Somebody whose sockets are open at every node; through the Pusher door at the first. */
  async function connected() {
    const [node] = nodes;
    if (!node) throw new Error("no node runs");
    const person = await newcomer({ url: node.url, database });
    const user = await database.db.user.findUnique({ where: { id: person.id }, select: { username: true } });
    const sockets = await Promise.all(nodes.map(({ url }) => wire(url, { token: person.token })));
    const pusher = await connect(node);
    await pusher.subscribe(`private-user.${person.id}`, person);
    const me = async () => {
      const headers = { Authorization: `Bearer ${person.token}` };
      return (await fetch(`${node.url}/api/me`, { headers })).status;
    };
    const over = async () => {
      expect(await pusher.closed).toBe(4009);
      await vi.waitFor(() => expect(sockets.some(({ socket }) => socket.connected)).toBe(false), 30_000);
      expect(await me()).toBe(401);
    };
    return { ...person, username: user?.username ?? "", me, over };
  }

  it("locks, as a command of its own: every session, socket and token is over at every node", async () => {
    const sara = await connected();
    expect(await sara.me()).toBe(200);
    const child = spawn(process.execPath, ["scripts/nida.mjs", "admin", "lock", sara.username], {
      cwd: root,
      env: { ...process.env, ...env() },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said = (await child.stdout.toArray()).join("");
    expect(said).toBe(`${sara.username} is locked. 2 sessions ended.\n`);
    await sara.over();
    expect(await run(["lock", sara.username])).toEqual({ code: 1, text: "This account is locked already." });
    const [line] = readFileSync(join(folder, "admin.log"), "utf8").split("\n");
    expect(JSON.parse(line ?? "")).toMatchObject({ action: "lock", user_id: sara.id, username: sara.username });
    expect(statSync(join(folder, "admin.log")).mode & 0o777).toBe(0o600);
  }, 60_000);

  it.each(["reset-password", "purge"])("%s ends them, too", async (command) => {
    const sara = await connected();
    const { code } = await run([command, sara.username, ...(command === "purge" ? ["--yes"] : [])]);
    expect(code).toBe(0);
    await sara.over();
  });

  it("tells the nodes what was done also when the rest of it failed", async () => {
    const sara = await connected();
    const house = await openForOperator(readSettings(env()));
    try {
      const half = house.act(async (ctx) => {
        await resetPassword(ctx, sara.username, password);
        throw new Error("the rest");
      });
      await expect(half).rejects.toThrow("the rest");
    } finally {
      await house.close();
    }
    await sara.over();
  });

  it("makes a person with the password that is typed, or with one that it shows once", async () => {
    const [typed, made] = [newUsername(), newUsername()];
    expect(await run(["create", typed, "--name", "سارة", "--stdin"], `${password}\n`)).toEqual({
      code: 0,
      text: `${typed} has an account.`,
    });
    const { text } = await run(["create", made]);
    const shown = /Password, shown this once: (\S{16})$/.exec(text)?.[1] ?? "";
    const enter = (username: string, word: string) =>
      fetch(`${nodes[0]?.url}/api/login`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ username, password: word }),
      });
    expect((await enter(typed, password)).status).toBe(200);
    expect((await enter(made, shown)).status).toBe(200);
    expect(await run(["create", made])).toEqual({ code: 1, text: "username: This username is taken. Choose another." });
    const { text: listed } = await run(["list", typed, "--json"]);
    expect(JSON.parse(listed)).toMatchObject({ total: 1, people: [{ username: typed, name: "سارة", sessions: 1 }] });
    expect((await run(["list", "--limit", "1"])).text).toMatch(/\n\d+ more: --limit \d+$/);
  });

  it("shows the password that it made also where the deed cannot be written down", async () => {
    const sara = newUsername();
    const nowhere = join(folder, "taken");
    writeFileSync(nowhere, "a file where a folder is to be");
    const settings = { ...readSettings(env()), dataDir: nowhere };
    const { code, text } = await admin(["create", sara], settings, Readable.from([]));
    expect(code).toBe(0);
    expect(text).toMatch(
      /Password, shown this once: \S{16}\nThis was done, but could not be written to .*admin\.log: E/,
    );
  });

  it("shows what was reported, and to an admin through the API", async () => {
    const [sara, layla] = [await connected(), await connected()];
    const asSara = { Authorization: `Bearer ${sara.token}`, "Content-Type": "application/json" };
    const body = JSON.stringify({ user_id: layla.id, reason: "\u001b]0;owned\u0007spam\u009b2J\nagain" });
    const reports = `${nodes[0]?.url}/api/reports`;
    expect((await fetch(reports, { method: "POST", headers: asSara, body })).status).toBe(200);
    expect((await run(["reports", "--limit", "1"])).text).toMatch(
      new RegExp(`^#\\d+  .* ${sara.username} reports ${layla.username}\n    \\]0;ownedspam2J\n    again$`),
    );
    expect((await fetch(reports, { headers: asSara })).status).toBe(403);
    expect((await run(["promote", sara.username])).code).toBe(0);
    expect((await fetch(reports, { headers: asSara })).status).toBe(200);
    expect((await run(["demote", sara.username])).code).toBe(0);
    expect((await fetch(reports, { headers: asSara })).status).toBe(403);
  });

  it("says what it does not understand, does nothing and exits with 2", async () => {
    const before = await database.db.user.count();
    const sara = newUsername();
    for (const args of [
      [],
      ["hasOwnProperty"],
      ["create"],
      ["create", sara, "and", "others"],
      ["create", sara, "--pasword"],
      ["create", sara, "--stdin"],
      ["purge", sara],
      ["list", "--locked", "--admins"],
      ["list", "--limit", "none"],
    ]) {
      const { code, text } = await run(args);
      expect([args, code, text.length > 0]).toEqual([args, 2, true]);
    }
    expect(await database.db.user.count()).toBe(before);
  });
});

// Migrates and serves, in this very process, so that signals and exit codes are the server's own.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load, migrated, settingsOf, unload } from "./load.mjs";
import { say, Trouble } from "./run.mjs";
import { isElsewhere } from "./throw-away.mjs";

/** Says in a sentence what `listen` would say with a stack. */
async function portIsFree({ port, host }) {
  const reasons = {
    EADDRINUSE: `Port ${port} is in use by another program. Choose another: PORT=${port + 1} npm start`,
    EACCES: `Port ${port} needs more rights than this user has. Choose one above 1023: PORT=3000 npm start`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Leave HOST out to listen on all of them.`,
    ENOTFOUND: `HOST ${host} is not known here. Leave HOST out to listen on all addresses.`,
  };
  await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => reject(reasons[error.code] ? new Trouble(reasons[error.code]) : error));
    probe.listen(port, host ?? undefined, () => probe.close(resolve));
  });
}

/** What is served by which mode; the others are the whole of Nida. */
const roles = { web: "web", socket: "socket" };

export async function serve(mode) {
  process.env.NODE_ENV = mode === "dev" ? "development" : "production";
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  if (mode === "demo") throwAwayData();
  const settings = await settingsOf(process.env, roles[mode]);
  await portIsFree(settings);
  await migrated(settings);
  if (mode === "demo") await seed(settings);
  if (mode === "web") {
    await unload();
    await plainNext(settings);
  } else await load(mode === "socket" ? "socket-host.ts" : "server.ts");
}

/** `next start`, as on a platform that knows Next alone; what Nida needs is opened by instrumentation.ts. */
async function plainNext({ port, host }) {
  // How a process drains is Nida's to say (lib/server/drain.ts): Next would end with 143.
  process.env.NEXT_MANUAL_SIG_HANDLE = "true";
  const require = createRequire(import.meta.url);
  require("next/dist/server/require-hook");
  const { nextStart } = require("next/dist/cli/next-start");
  process.env.NEXT_RUNTIME = "nodejs";
  await nextStart({ port, hostname: host ?? undefined });
  // Next opens what it serves with at the first request.
  const answered = await fetch(`http://${host ?? "localhost"}:${process.env.PORT}/api/health/live`);
  if (!answered.ok) throw new Trouble(`The pages cannot be served: ${answered.status}`);
  const url = `http://localhost:${process.env.PORT}`;
  console.log(JSON.stringify({ level: 30, time: new Date().toISOString(), url, msg: "Nida is ready" }));
}

/** A demo touches nothing that is kept: its data are new, and gone when it ends. */
function throwAwayData() {
  const folder = mkdtempSync(join(tmpdir(), "nida-demo-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const name of Object.keys(process.env)) if (isElsewhere(name)) delete process.env[name];
  process.env.DATA_DIR = folder;
}

async function seed(settings) {
  const { openDatabase } = await load("lib/server/db.ts");
  const { demoPassword, seedDemo } = await load("prisma/seed.ts");
  const database = await openDatabase(settings);
  const people = await seedDemo(database, new Date());
  await database.close();
  const where = settings.port === 0 ? "the address below" : `http://localhost:${settings.port}`;
  say(`\nA demo of Nida at ${where}\nSign in, in two browser windows, as`);
  for (const { username, name } of people) say(`  ${username.padEnd(10)} ${name}`);
  say(`Password of each: ${demoPassword}. Everything is forgotten when the demo ends.\n`);
}

// What an operator does on the command line, on the same settings as the server's.
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { load, migrated, said, settingsOf } from "./load.mjs";
import { Trouble } from "./run.mjs";

const moveUsage = `  move <postgres://…> | --stdin
      move everything from SQLite into an empty PostgreSQL, with Nida stopped`;

/** `npm run admin -- COMMAND`; answers the exit code. */
export async function admin(args) {
  process.env.NODE_ENV ||= "production";
  if (args[0] === "move") return move(args.slice(1));
  const { admin: carryOut, adminHelp } = await load("lib/server/operator/admin.ts");
  if (["help", "--help", "-h"].includes(args[0])) {
    console.log(adminHelp([moveUsage]));
    return 0;
  }
  const settings = await settingsOf(process.env);
  await migrated(settings);
  const { code, text } = await carryOut(args, settings, process.stdin, [moveUsage]);
  (code === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  return code;
}

/** The address may come by standard input: its password would stand in the list of processes. */
async function targetOf(args) {
  const { values, positionals } = parseArgs({ args, options: { stdin: { type: "boolean" } }, allowPositionals: true });
  if (!values.stdin) return positionals.length === 1 ? positionals[0] : "";
  for await (const line of createInterface({ input: process.stdin })) return line.trim();
  return "";
}

async function move(args) {
  const target = await targetOf(args).catch(() => "");
  if (!/^postgres(ql)?:/.test(target)) {
    process.stderr.write(`Name the PostgreSQL database.\n${moveUsage}\n`);
    return 2;
  }
  const settings = await settingsOf(process.env);
  if (settings.database !== "sqlite") throw new Trouble("DATABASE_URL names a PostgreSQL database already.");
  const { expectVacant, move: moveAll } = await load("lib/server/operator/move/move.ts");
  const { holdSqlite } = await load("lib/server/operator/at-rest.ts");
  const { rows } = await said(async () => {
    holdSqlite(settings.databaseUrl.replace(/^file:/, ""))?.close();
    await expectVacant(target);
    await migrated(settings);
    await migrated({ databaseUrl: target });
    return moveAll(settings, target);
  });
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  const secret = process.env.NEXTAUTH_SECRET
    ? "the same NEXTAUTH_SECRET as now"
    : `NEXTAUTH_SECRET as it stands in ${settings.dataDir}/secret`;
  console.log(`Moved ${total} rows of ${Object.keys(rows).length} tables; PostgreSQL answers with the same.
The SQLite file stays as it was. From now on start Nida with DATABASE_URL naming the new database and, so that people
stay signed in, ${secret}. Files stay where they are.`);
  return 0;
}

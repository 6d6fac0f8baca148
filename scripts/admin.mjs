// What an operator does on the command line, on the same settings as the server's.
import { load, migrated, settingsOf } from "./load.mjs";

/** `npm run admin -- COMMAND`; answers the exit code. */
export async function admin(args) {
  process.env.NODE_ENV ||= "production";
  const { admin: carryOut, adminHelp } = await load("lib/server/operator/admin.ts");
  if (["help", "--help", "-h"].includes(args[0])) {
    console.log(adminHelp());
    return 0;
  }
  const settings = await settingsOf(process.env);
  await migrated(settings);
  const { code, text } = await carryOut(args, settings, process.stdin);
  (code === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  return code;
}

// Which better-sqlite3 is used, in this process and in those that it starts.
//
// 12 is the last that knows Node 20. Compiled for Node 24.19 or later it ends the process, with an assertion of Node's, as
// soon as garbage is collected between two tasks. 13 needs Node-API 10, which Node 20 lacks. So npm installs 13 beside it
// where Node is new enough, and there it takes the place of 12 for everybody, Prisma's adapter included.
import * as module from "node:module";
import { pathToFileURL } from "node:url";

const require = module.createRequire(import.meta.url);
const runsNewer = Number(process.versions.napi) >= 10 && module.registerHooks !== undefined;
let used = false;

/** Where a package begins, null where it is not installed. */
function entryOf(name) {
  try {
    return pathToFileURL(require.resolve(name)).href;
  } catch {
    return null;
  }
}

/** Whether the one for this Node is installed. */
export const hasSqlite = () => entryOf(runsNewer ? "better-sqlite3-13" : "better-sqlite3") !== null;

/** From now on `better-sqlite3` is the one for this Node. */
export function chooseSqlite() {
  if (used || !runsNewer || !hasSqlite()) return;
  used = true;
  const [older, newer] = [entryOf("better-sqlite3"), entryOf("better-sqlite3-13")];
  module.registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      return found.url === older ? { ...found, url: newer } : found;
    },
  });
  const inherited = process.env.NODE_OPTIONS ?? "";
  const everywhere = `--import=${import.meta.url}`;
  if (!inherited.includes(everywhere)) process.env.NODE_OPTIONS = `${inherited} ${everywhere}`.trim();
}

chooseSqlite();

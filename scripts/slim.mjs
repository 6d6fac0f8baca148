// For an image, after a build: leaves of the packages what a running Nida needs.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./prisma.mjs";
import { filesUnder } from "./stamp.mjs";

const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
// What is there for tools, or for tools and as somebody's optional companion (`npm prune` keeps that); the compilers; and
// the icons, which the pages have taken in.
const idle = ([path, { dev, devOptional }]) =>
  dev || devOptional || /^node_modules\/(@next\/swc-|@typescript\/|lucide-react$)/.test(path);
for (const [path] of Object.entries(packages).filter(idle)) rmSync(join(root, path), { recursive: true, force: true });

// Nobody debugs in an image, and it knows two databases.
const unread = /\.map$|[./_-](cockroachdb|mysql|sqlserver)\.[\w.-]+$/;
for (const file of filesUnder(root, ["node_modules"], (path) => unread.test(path))) rmSync(join(root, file));

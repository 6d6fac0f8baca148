// Every command of package.json begins here, on nothing but Node and npm.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Nida needs Node 20.19 or newer; this is ${process.version}. See https://nodejs.org`);
  process.exit(1);
}

const [command, ...rest] = process.argv.slice(2);
const { root } = await import("./prisma.mjs");
const { Trouble } = await import("./run.mjs");
await import("./sqlite.mjs");
process.chdir(root);

async function prepare() {
  const { build, clients, install } = await import("./prepare.mjs");
  await install();
  await clients();
  return build;
}

const notBuilt = "The pages could not be built: see Next's own words above.";

async function start(mode) {
  const build = await prepare();
  if (!["dev", "socket"].includes(mode) && !(await build())) throw new Trouble(notBuilt);
  await serve(mode);
}

async function serve(mode) {
  const { serve } = await import("./serve.mjs");
  await serve(mode);
}

const commands = {
  start: () => start("start"),
  demo: () => start("demo"),
  dev: () => start("dev"),
  /** the pages and the REST API alone, by plain `next start`; the sockets are at SOCKET_URL */
  "start:web": () => start("web"),
  /** the sockets alone */
  "start:socket": () => start("socket"),
  /** what these end with, for those who have installed and built already */
  serve: () => serve(["web", "socket"].includes(rest[0]) ? rest[0] : "start"),
  async build() {
    const build = await prepare();
    if (!(await build())) throw new Trouble(notBuilt);
  },
  async admin() {
    await prepare();
    const { admin } = await import("./admin.mjs");
    process.exitCode = await admin(rest);
  },
  async backup() {
    await prepare();
    const { backup } = await import("./backup.mjs");
    await backup(rest);
  },
  async restore() {
    await prepare();
    const { restore } = await import("./backup.mjs");
    await restore(rest);
  },
  async bench() {
    const { bench } = await import("./bench.mjs");
    process.exitCode = await bench(rest);
  },
  async test() {
    const { test } = await import("./test.mjs");
    process.exitCode = await test(rest);
  },
};

if (!Object.hasOwn(commands, command ?? "")) {
  console.error(`nida.mjs ${Object.keys(commands).join(" | ")}`);
  process.exit(1);
}
try {
  await commands[command]();
} catch (error) {
  console.error(error instanceof Trouble ? `\n${error.message}\n` : error);
  process.exit(1);
}

// Every command of package.json begins here, on nothing but Node and npm.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Nida needs Node 20.19 or newer; this is ${process.version}. See https://nodejs.org`);
  process.exit(1);
}

const [command, ...rest] = process.argv.slice(2);
const { root } = await import("./prisma.mjs");
const { Trouble } = await import("./run.mjs");
process.chdir(root);

async function prepare() {
  const { build, clients, install } = await import("./prepare.mjs");
  await install();
  await clients();
  return build;
}

async function start(mode) {
  const build = await prepare();
  if (mode !== "dev" && !(await build()))
    throw new Trouble("The pages could not be built: see Next's own words above.");
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
  /** what `start` ends with, for those who have installed and built already */
  serve: () => serve("start"),
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

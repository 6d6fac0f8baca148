import { spawn } from "node:child_process";
import { root } from "./prisma.mjs";

/** Something that the person at the keyboard can put right: said in a sentence, without a stack. */
export class Trouble extends Error {}

/** Says what is going on, on standard error: standard output belongs to the server's log. */
export const say = (text) => process.stderr.write(`${text}\n`);

/** Runs a command to its end and answers its exit code. A signal to us ends it first. */
export async function run(command, args, { env = {}, quiet = false, timeout } = {}) {
  const stdio = quiet ? "ignore" : ["ignore", process.stderr.fd, process.stderr.fd];
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio, timeout });
  const forward = (signal) => {
    child.kill(signal);
    process.exitCode = 1;
    child.once("close", () => process.exit(1));
  };
  process.once("SIGTERM", forward).once("SIGINT", forward);
  const code = await new Promise((resolve) => {
    child.once("error", () => resolve(127));
    child.once("close", (exit) => resolve(exit ?? 1));
  });
  process.off("SIGTERM", forward).off("SIGINT", forward);
  return code;
}

/** Runs the command-line program of a package with this very Node. */
export const runTool = (file, args, options) => run(process.execPath, [`node_modules/${file}`, ...args], options);

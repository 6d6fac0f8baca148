import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A process of Nida's that is ready to serve. */
export interface Running {
  url: string;
  pid: number;
  /** Ends it; answers the exit code, null where the signal itself was the end. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/**
 * Really starts Nida, or the half of it that `role` names, on this machine alone.
 * @param warnings where the warnings and errors of its log go
 */
export async function launch(
  role: "start" | "web" | "socket" | "dev",
  settings: Record<string, string>,
  warnings: string[],
  nodeOptions: string[] = [],
): Promise<Running> {
  const command = role === "dev" ? ["dev"] : ["serve", role];
  const started = spawn(process.execPath, [...nodeOptions, "scripts/nida.mjs", ...command], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      RATE_LIMIT: "off",
      LOG_LEVEL: "info",
      ...settings,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await readyUrl(started, warnings);
  return {
    url,
    pid: started.pid ?? Number.NaN,
    async end(signal) {
      if (started.exitCode !== null || started.signalCode !== null) return started.exitCode;
      const closed = once(started, "exit");
      started.kill(signal);
      await closed;
      return started.exitCode;
    },
  };
}

/** Reads a server's log to its end, and settles when it is ready. */
function readyUrl(started: ChildProcess, warnings: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!started.stdout) return reject(new Error("the server has no output"));
    const lines = createInterface({ input: started.stdout });
    lines.on("line", (line) => {
      const said = parse(line);
      if (typeof said?.level === "number" && said.level >= 40) warnings.push(line);
      if (said?.msg === "Nida is ready" && typeof said.url === "string") resolve(said.url);
    });
    lines.once("close", () => {
      reject(new Error(`the server ended before it was ready (exit code ${started.exitCode})\n${warnings.join("\n")}`));
    });
  });
}

function parse(line: string): Record<string, unknown> | null {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

// A private PostgreSQL for tests and for authoring migrations: loopback only, thrown away afterwards.
import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** The folder that holds initdb and postgres: on PATH, else where Debian keeps them; null when there is none. */
export function postgresFolder() {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...versions.map((v) => join(debian, v, "bin"))];
  return (
    folders.find((folder) => folder && ["initdb", "postgres"].every((name) => existsSync(join(folder, name)))) ?? null
  );
}

/** PostgreSQL refuses to run as root, so root lends it the identity of somebody without rights. */
function identity() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag, user) => Number(execFileSync("id", [flag, user], { stdio: ["ignore", "pipe", "ignore"] }));
  for (const user of ["postgres", "nobody"]) {
    try {
      return { uid: id("-u", user), gid: id("-g", user) };
    } catch {
      // this machine does not know the user: try the next
    }
  }
  return null;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts one and answers `{ url, stop }`; null when PostgreSQL is not installed.
 * @param {{ durable?: boolean }} [options] durable: commits wait for the disk, as they must outside of tests
 */
export async function startPostgres({ durable = false } = {}) {
  const bin = postgresFolder();
  const who = identity();
  if (!bin || !who) return null;
  const folder = mkdtempSync(join(tmpdir(), "nida-postgres-"));
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid);
  const data = join(folder, "data");
  const env = { PATH: process.env.PATH, LC_ALL: "C" };
  const options = { ...who, env, cwd: folder };
  const cluster = ["-D", data, "-U", "nida", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions"];
  execFileSync(join(bin, "initdb"), cluster, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  const port = await freePort();
  const settings = [
    `fsync=${durable ? "on" : "off"}`,
    "listen_addresses=127.0.0.1",
    `unix_socket_directories=${folder}`,
    "max_connections=60",
  ];
  const server = spawn(
    join(bin, "postgres"),
    ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    { ...options, stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = new Promise((resolve) => server.once("close", resolve));
  const kill = () => {
    server.kill("SIGQUIT");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once("exit", kill);
  const stop = async () => {
    process.off("exit", kill);
    server.kill("SIGQUIT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  await new Promise((resolve, reject) => {
    let log = "";
    server.stderr.on("data", (chunk) => {
      log += chunk;
      if (log.includes("ready to accept connections")) resolve();
    });
    ended.then(() => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  });
  server.stderr.removeAllListeners("data").resume();
  return { url: `postgresql://nida@127.0.0.1:${port}/postgres`, stop };
}

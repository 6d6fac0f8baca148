import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { wire } from "@/e2e/support/socket";
import { newcomer } from "@/lib/server/realtime/pusher-protocol/testing/nida";
import { scratchSqlite } from "@/lib/server/testing/databases";
import { startNode } from "@/lib/server/testing/nodes";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

function has(program: string, what: string): boolean {
  const found = spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
  if (!found) console.warn(`SKIPPED ${what}: ${program} is not installed`);
  return found;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address ? address.port : 0;
}

describe.skipIf(!has("caddy", "the proxy"))("Caddy with the Caddyfile that is handed out", () => {
  /** What Caddy makes of the file for a site and an upstream. */
  function adapted(site: string, upstream = ""): { apps: { http: { servers: object } } } {
    const env = { ...process.env, NIDA_DOMAIN: site, ...(upstream && { NIDA_UPSTREAM: upstream }) };
    const args = ["adapt", "--adapter", "caddyfile", "--config", path("Caddyfile")];
    return JSON.parse(execFileSync("caddy", args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  }

  /** For a name it would ask for a certificate; for a plain address it serves what comes. */
  async function startCaddy(upstream: string): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "nida-caddy-"));
    const site = `http://127.0.0.1:${await freePort()}`;
    const config = join(folder, "caddy.json");
    writeFileSync(config, JSON.stringify({ ...adapted(site, upstream), admin: { disabled: true } }));
    const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    const caddy = spawn("caddy", ["run", "--config", config], { env, stdio: ["ignore", "ignore", "pipe"] });
    onTestFinished(async () => {
      caddy.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    });
    for await (const line of createInterface({ input: caddy.stderr })) {
      if (line.includes("serving initial configuration")) break;
    }
    caddy.stderr.resume();
    return site;
  }

  it("brings pages, API and WebSockets to Nida", async () => {
    const database = await scratchSqlite();
    const node = await startNode({ DATABASE_URL: database.url });
    onTestFinished(() => node.kill().then(() => database.close()));
    const site = await startCaddy(`127.0.0.1:${node.port}`);
    const sara = await newcomer({ url: site, database });
    expect(await sara.ask("GET", "/me")).toMatchObject({ id: sara.id });
    const answer = await fetch(`${site}/api/me`, { headers: { "X-Request-Id": "chosen-by-a-stranger" } });
    expect(answer.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
    const { socket } = await wire(site, { token: sara.token });
    expect(socket.connected).toBe(true);
    socket.disconnect();
  }, 60_000);

  it("lets requests wait while what is behind it restarts", async () => {
    const port = await freePort();
    const site = await startCaddy(`127.0.0.1:${port}`);
    const waiting = fetch(site);
    const server = createHttpServer((_, response) => response.end("back")).listen(port, "127.0.0.1");
    onTestFinished(() => void server.close());
    expect(await (await waiting).text()).toBe("back");
  });

  it("asks for https where it is given a name", () => {
    const { apps } = adapted("nida.example.org");
    expect(Object.values(apps.http.servers)).toMatchObject([{ listen: [":443"] }]);
    expect(JSON.stringify(apps)).toContain('"dial":"app:3000"');
  });
});

describe("nida.service", () => {
  const unit = readFileSync(path("nida.service"), "utf8");

  it("starts what has been built, as nobody in particular, and gives it the time to drain", () => {
    for (const line of [
      "User=nida",
      "ExecStart=/usr/bin/env node scripts/nida.mjs serve",
      "ProtectSystem=strict",
      "NoNewPrivileges=yes",
      "StartLimitIntervalSec=0",
    ])
      expect(unit.split("\n")).toContain(line);
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(10);
  });

  it.skipIf(!has("systemd-analyze", "nida.service"))(
    "is understood by systemd, which finds little that it may do",
    () => {
      expect(execFileSync("systemd-analyze", ["verify", path("nida.service")], { encoding: "utf8" })).toBe("");
      const asked = ["security", "--offline=true", "--threshold=20", path("nida.service")];
      // It fails above the threshold, of 100.
      expect(execFileSync("systemd-analyze", asked, { encoding: "utf8" })).toContain("Overall exposure level");
    },
  );
});

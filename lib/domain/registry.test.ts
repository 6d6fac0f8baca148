import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { commandNames } from "@/lib/contracts/realtime";
import * as calls from "@/lib/domain/calls";
import * as channels from "@/lib/domain/channels";
import * as chat from "@/lib/domain/chat";
import * as friends from "@/lib/domain/friends";
import * as uploads from "@/lib/domain/uploads";
import * as users from "@/lib/domain/users";
import { done as arabicDone } from "@/lib/i18n/ar/done";
import { errors as arabicErrors } from "@/lib/i18n/ar/errors";
import { done as englishDone } from "@/lib/i18n/en/done";
import { errors as englishErrors } from "@/lib/i18n/en/errors";
import { operations } from "./operations";

/** Routes that are no operations: the cookie's library, what a load balancer asks, the API about itself, and every address that is none. */
const otherRoutes = ["/auth/{nextauth}", "/health/live", "/health/ready", "/metrics", "/openapi.json", "/{path}"];

const namesOfExports = new Map<unknown, string>(
  [users, friends, chat, calls, channels, uploads].flatMap((folder) =>
    Object.entries<unknown>(folder).map(([name, value]): [unknown, string] => [value, name]),
  ),
);
const rests = operations.flatMap((op) => (op.rest ? [{ op, rest: op.rest }] : []));

function twice(names: string[]): string[] {
  return names.filter((name, at) => names.indexOf(name) !== at);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file));
}

/** `METHOD /path` and the name of the operation that a route file gives to it. */
function routesOf(file: string): { rest: string; operation: string }[] {
  const path = file.replace(/^app\/api/, "").replace(/\/route\.ts$/, "");
  const text = readFileSync(file, "utf8");
  const [, made] = /^export const \{ GET, .+ \} = methods\(\{(.+)\}\);\s*$/ms.exec(text) ?? [];
  if (!made || text.match(/^export /gm)?.length !== 1) throw new Error(`${file} exports something else than methods`);
  return made
    .split(/,\s*(?=[A-Z]+:|$)/)
    .filter(Boolean)
    .map((one) => {
      const [, verb, operation] =
        /^\s*([A-Z]+): (?:route|pictureRoute|fileRoute|streamRoute|authRoute)\((\w+)(?:, .+)?\)\s*$/.exec(one) ?? [];
      if (!verb || !operation) throw new Error(`${file} has a method that is no route: ${one}`);
      return { rest: `${verb} ${braced(path)}`, operation };
    });
}

const braced = (path: string) => path.replaceAll(/\[?\[(?:\.\.\.)?(\w+)\]\]?/g, "{$1}");
const routeFiles = filesBelow("app/api").filter((file) => file.endsWith("/route.ts"));
const served = routeFiles
  .filter((file) => !otherRoutes.some((other) => braced(file) === `app/api${other}/route.ts`))
  .flatMap(routesOf);

describe("the operations", () => {
  it("have names, REST calls and commands of their own", () => {
    expect(twice(operations.map((op) => op.name))).toEqual([]);
    expect(twice(rests.map(({ rest }) => rest))).toEqual([]);
    expect(twice(operations.flatMap((op) => op.command ?? []))).toEqual([]);
  });

  it("are served at the address they name, each by the route file that stands there", () => {
    const named = rests.map(({ op, rest }) => ({ rest, operation: namesOfExports.get(op) ?? op.name }));
    expect(served.map(({ rest, operation }) => `${rest} → ${operation}`).sort()).toEqual(
      named.map(({ rest, operation }) => `${rest} → ${operation}`).sort(),
    );
  });

  it("find in their input what their address holds", () => {
    const lost = rests.flatMap(({ op, rest }) =>
      [...rest.matchAll(/\{(\w+)\}/g)]
        .map(([, name]) => name ?? "")
        .filter((name) => !(op.input instanceof z.ZodObject && name in op.input.shape))
        .map((name) => `${rest}: ${name}`),
    );
    expect(lost).toEqual([]);
  });

  it("answer every command of the contract, and no other", () => {
    expect(operations.flatMap((op) => op.command ?? []).sort()).toEqual([...commandNames].sort());
  });

  it("say what was done in both languages", () => {
    for (const { done } of operations) {
      if (!done) continue;
      expect(englishDone).toHaveProperty(done);
      expect(arabicDone).toHaveProperty(done);
    }
  });
});

/** Where a reason is computed, and what it can be there: the types of these files say so. */
const computed: Record<string, string[]> = {
  "lib/domain/chat/forward-message.ts": ["blocked_by_me", "unreachable"],
  "lib/domain/chat/change-message.ts": ["blocked_by_me", "unreachable"],
  "lib/domain/chat/send-message.ts": ["blocked_by_me", "unreachable"],
  "lib/domain/calls/start-call.ts": ["blocked_by_me", "unreachable"],
  "lib/domain/calls/service.ts": ["call_over", "call_lost_race", "device_not_bound"],
};

const sources = ["lib/contracts", "lib/domain", "lib/server"]
  .flatMap(filesBelow)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.includes("/testing/"))
  // It defines the two functions that are looked for.
  .filter((file) => file !== "lib/domain/errors.ts");

const words = (text = "") => [...text.matchAll(/"([a-z_]+)"/g)].map(([, word]) => word ?? "");

function reasonsIn(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const refusals = [...text.matchAll(/\brefuse\("(\w+)"(?:, ([^)]+))?\)/g)];
  const fields = [...text.matchAll(/\brefuseField\([^,]+, "(\w+)"/g)];
  const spelled = [...text.matchAll(/\breason: ([^\n]+)/g)].flatMap(([, rest]) => words(rest?.split("params")[0]));
  const messages = [...text.matchAll(/(?:\b(?:refine|regex)\([^\n]*, |\bemail\(|\b(?:error|message): )"([a-z_]+)"/g)];
  return [
    ...refusals.flatMap(([, code, reason]) => [code ?? "", ...(computed[file] ?? words(reason))]),
    ...[...fields, ...(file.startsWith("lib/contracts") ? messages : [])].map(([, reason]) => reason ?? ""),
    ...(file.startsWith("lib/domain") ? spelled : []),
  ];
}

describe("every reason for a refusal", () => {
  it("is a sentence in both languages", () => {
    const reasons = new Set(sources.flatMap(reasonsIn));
    // The search itself works: one of each kind.
    expect([...reasons]).toEqual(
      expect.arrayContaining([
        "not_found",
        "in_call",
        "request_self",
        "username_taken",
        "too_long",
        "username_invalid",
      ]),
    );
    expect([...reasons].filter((reason) => !(reason in englishErrors))).toEqual([]);
    expect([...reasons].filter((reason) => !(reason in arabicErrors))).toEqual([]);
  });

  it("is written where it can be read, or listed here", () => {
    const unread = sources.filter((file) =>
      /\brefuse\("\w+", [^"\s]|\brefuseField\([^,]+, [^"\s]/.test(readFileSync(file, "utf8")),
    );
    expect(unread.sort()).toEqual(Object.keys(computed).sort());
  });
});

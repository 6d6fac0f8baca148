import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "@/scripts/prisma.mjs";

const law = "lint/style/noRestrictedImports";
const typesOnly = "contracts and zod as types only";

/** Where, what, and the rule that refuses it; null for what must stay allowed. */
const cases: [file: string, code: string, rule: string | null][] = [
  ["lib/contracts/a1.ts", 'export { x } from "zod";', null],
  ["lib/contracts/a2.ts", 'export { x } from "./common";', null],
  ["lib/contracts/a3.ts", 'export { x } from "@/lib/domain/errors";', law],
  ["lib/contracts/a4.ts", 'export { x } from "react";', law],
  ["lib/contracts/a5.ts", 'export { x } from "node:crypto";', law],
  ["lib/contracts/a6.ts", 'export { x } from "../domain/errors";', law],
  ["lib/i18n/b1.ts", 'export { x } from "@/lib/i18n/locale";', null],
  ["lib/i18n/b2.ts", 'export { x } from "@/lib/contracts/users";', law],
  ["lib/text/t1.ts", 'export { x } from "./fold";', null],
  ["lib/text/t2.ts", 'export { x } from "@/lib/contracts/users";', law],
  ["lib/text/t3.ts", 'export { x } from "zod";', law],
  ["lib/domain/c0.ts", 'export { x } from "@/lib/text/fold";', null],
  ["lib/domain/c1.ts", 'export { x } from "@/lib/contracts/users";', null],
  ["lib/domain/c2.ts", 'export { x } from "@/lib/server/env";', law],
  ["lib/domain/c3.ts", 'import type { X } from "@/lib/server/env";\nexport type Y = X;', law],
  ["lib/domain/c4.ts", 'export { x } from "next/headers";', law],
  ["lib/domain/c5.ts", 'export { x } from "react";', law],
  ["lib/domain/c6.ts", 'export { x } from "socket.io";', law],
  ["lib/domain/c7.ts", 'export { x } from "@/prisma/generated/sqlite/client";', law],
  ["lib/domain/c8.ts", 'export const x = () => import("@/lib/server/db");', law],
  ["lib/domain/users/c9.ts", 'export { x } from "../errors";', law],
  ["lib/domain/users/c10.test.ts", 'export { x } from "@/lib/server/testing/databases";', null],
  ["lib/domain/context.ts", 'import type { X } from "@/prisma/generated/sqlite/client";\nexport type Y = X;', null],
  ["lib/server/d1.ts", 'export { x } from "@/lib/domain/operations";', null],
  ["lib/server/d2.ts", 'export { x } from "@/lib/client/api";', law],
  ["lib/server/d3.ts", 'export { x } from "@/components/ui/button";', law],
  ["lib/server/d4.ts", 'export { x } from "@/prisma/generated/sqlite/client";', law],
  ["lib/server/d5.ts", 'export { x } from "socket.io-client";', law],
  ["lib/server/db.ts", 'import type { X } from "@/prisma/generated/sqlite/client";\nexport type Y = X;', null],
  ["lib/client/e0.ts", 'export { x } from "@/lib/text/fold";', null],
  ["lib/client/e1.ts", 'import type { X } from "@/lib/contracts/users";\nexport type Y = X;', null],
  ["lib/client/e2.ts", 'import { X } from "@/lib/contracts/users";\nexport const y = X;', typesOnly],
  ["lib/client/e3.ts", 'import { z } from "zod";\nexport const y = z;', typesOnly],
  ["lib/client/e4.ts", 'export { x } from "@/lib/domain/errors";', law],
  ["lib/client/api.ts", 'import type { X } from "@/lib/domain/rest";\nexport type Y = X;', null],
  ["lib/client/e9.ts", 'import type { X } from "@/lib/domain/rest";\nexport type Y = X;', law],
  ["lib/client/e5.ts", 'export { x } from "@/lib/server/env";', law],
  ["lib/client/e6.ts", 'export { x } from "react";', law],
  ["lib/client/e7.ts", 'export { X } from "@/lib/contracts/users";', typesOnly],
  ["lib/client/e8.ts", 'export const x = () => import("@/lib/contracts/users");', typesOnly],
  ["components/ui/f1.ts", 'export { x } from "@/lib/contracts/users";', law],
  ["components/ui/f2.ts", 'export { x } from "@/components/chat/composer";', law],
  ["components/chat/g0.ts", 'export { x } from "@/lib/text/fold";', null],
  ["components/chat/g1.ts", 'export { x } from "@/components/call/call-button";', null],
  ["components/chat/g2.ts", 'export { x } from "@/components/friends/person-row";', law],
  ["components/chat/g3.ts", 'export { x } from "@/lib/domain/errors";', law],
  ["components/chat/g4.ts", 'export { x } from "@/lib/server/page";', law],
  ["components/chat/g5.ts", 'import { X } from "@/lib/contracts/users";\nexport const y = X;', typesOnly],
  ["components/chat/g6.ts", 'import { z } from "zod";\nexport const y = z;', typesOnly],
  ["components/search/g7.ts", 'export { x } from "@/components/friends/person-row";', null],
  ["components/search/g8.ts", 'export { x } from "@/components/chat/composer";', law],
  ["components/shell/g9.ts", 'export { x } from "@/components/friends/person-row";', law],
  ["app/api/h1/route.ts", 'export { x } from "@/lib/server/route";', null],
  ["app/api/h2/route.ts", 'export { x } from "@/components/ui/button";', law],
  ["app/h3/page.tsx", 'export { x } from "@/prisma/generated/sqlite/client";', law],
  ["app/h4/page.tsx", "export default function Page() {\n  return null;\n}", null],
  ["lib/domain/i1.ts", "export default 1;", "lint/style/noDefaultExport"],
  ["lib/domain/i2.ts", "export const x = (y: any) => y;", "lint/suspicious/noExplicitAny"],
  ["lib/domain/i3.ts", 'import { x } from "./c1";', "lint/correctness/noUnusedImports"],
  ["lib/domain/i4.ts", "function unused() {}\nexport {};", "lint/correctness/noUnusedVariables"],
  ["lib/domain/i5.ts", 'import { X } from "./c1";\nexport type Y = X;', "lint/style/useImportType"],
  ["lib/domain/cycleOne.ts", "export const x = 1;", "lint/style/useFilenamingConvention"],
  ["lib/domain/j1.ts", 'import { two } from "./j2";\nexport const one = () => two;', "lint/suspicious/noImportCycles"],
  [
    "lib/domain/j2.ts",
    'import { one } from "@/lib/domain/j1";\nexport const two = () => one;',
    "lint/suspicious/noImportCycles",
  ],
  ["app/(app)/chat/[id]/page.tsx", "export const x = 1;", null],
  ["app/api/auth/[...nextauth]/route.ts", "export const x = 1;", null],
];

let folder: string;
let found: Map<string, string[]>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "nida-law-"));
  for (const file of ["biome.json", "tsconfig.json", "package.json", "scripts/type-only-contracts.grit"]) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    copyFileSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  for (const [file, code] of cases) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), `${code}\n`);
  }
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
  const args = ["lint", "--reporter=json", "--max-diagnostics=none", "."];
  const ran = promisify(execFile)(process.execPath, [biome, ...args], { cwd: folder, maxBuffer: 1e8 });
  const { stdout } = await ran.catch((error: { stdout: string }) => error);
  found = new Map();
  for (const { category, location, message } of JSON.parse(stdout).diagnostics) {
    const file = typeof location.path === "string" ? location.path : location.path.file;
    found.set(file, [...(found.get(file) ?? []), category === "plugin" ? message : category]);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the import law and the rules of style", () => {
  test.each(cases)("%s: %s", (file, _code, rule) => {
    const rules = [...found].filter(([path]) => path.endsWith(file)).flatMap(([, categories]) => categories);
    if (rule) expect(rules).toContainEqual(expect.stringContaining(rule));
    else expect(rules).toEqual([]);
  });
});

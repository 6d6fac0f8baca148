// All that must hold, one suite after the other; a failure does not keep the later ones from being seen.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findBrowser, howToGetOne } from "./browser.mjs";
import { build, clients, install } from "./prepare.mjs";
import { root } from "./prisma.mjs";
import { run, runTool, say, Trouble } from "./run.mjs";
import { failedInBrowser, failedInUnits } from "./test-reports.mjs";

const unitReport = join(root, ".nida", "unit.json");
const e2eReport = join(root, "test-results", "e2e.json");

const whole = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, words: [] });

/** Counts from a report; a suite that ended badly without a failed test (or any report) is one failure. */
function counted(code, report, count) {
  const found = existsSync(report)
    ? count(JSON.parse(readFileSync(report, "utf8")))
    : { passed: 0, failed: 0, skipped: 0, words: [] };
  if (code !== 0 && found.failed === 0) found.failed = 1;
  if (code === 0 && found.passed === 0) found.failed += 1; // nothing ran: that proves nothing
  return found;
}

const suites = {
  lint: async () => whole(await run(process.execPath, ["node_modules/@biomejs/biome/bin/biome", "ci", "."])),
  async types() {
    const routes = await runTool("next/dist/bin/next", ["typegen"]);
    return whole(routes || (await runTool("typescript/bin/tsc", ["--noEmit"])));
  },
  async unit(names) {
    mkdirSync(join(root, ".nida"), { recursive: true });
    rmSync(unitReport, { force: true });
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`];
    const code = await runTool("vitest/vitest.mjs", ["run", ...reporters, ...names], { env: { NODE_ENV: "test" } });
    return counted(code, unitReport, (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
      words: failedInUnits(report, root),
    }));
  },
  build: async () => whole((await build()) ? 0 : 1),
  async e2e(names) {
    if (!(await build())) return whole(1);
    const browser = await findBrowser();
    if (!browser) {
      say(howToGetOne);
      return whole(1);
    }
    rmSync(e2eReport, { force: true });
    const code = await runTool("@playwright/test/cli.js", ["test", ...names], { env: { CHROMIUM_PATH: browser } });
    return counted(code, e2eReport, ({ stats, suites }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
      words: failedInBrowser(suites),
    }));
  },
};

/** `npm test`, or `npm test -- unit`, or `npm test -- e2e calls` for the files whose path has "calls" in it. */
export async function test(args) {
  const chosen = args.filter((arg) => Object.hasOwn(suites, arg));
  const names = args.filter((arg) => !Object.hasOwn(suites, arg));
  if (names.length > 0 && chosen.length === 0) {
    throw new Trouble(`npm test -- [${Object.keys(suites).join(" | ")}] [part of a file's path]`);
  }
  await install();
  await clients();
  const total = { passed: 0, failed: 0, skipped: 0 };
  const bad = [];
  const words = [];
  for (const name of chosen.length > 0 ? chosen : Object.keys(suites)) {
    say(`\n── ${name} ──`);
    const result = await suites[name](names);
    for (const kind of Object.keys(total)) total[kind] += result[kind];
    if (result.failed > 0) bad.push(name);
    words.push(...result.words);
  }
  // Said again at the end, for whoever has only the last pages of a long log.
  for (const text of words) say(`\n✘ ${text}`);
  if (bad.length > 0) say(`\nFailures in: ${bad.join(", ")}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed > 0 ? 1 : 0;
}

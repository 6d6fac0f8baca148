// What failed, in few words, from the reports that the test runners write.
import { stripVTControlCharacters } from "node:util";

/** The first lines of a message, without the colours of a terminal and the runner's own steps. */
const shortly = (message) =>
  stripVTControlCharacters(message)
    .split("\n")
    .filter((line) => !line.includes("node_modules"))
    .slice(0, 12)
    .map((line) => `    ${line}`)
    .join("\n");

/** From Vitest's JSON report: a failed test each, and each file that could not be run at all. */
export function failedInUnits({ testResults }, root) {
  return testResults.flatMap((file) => {
    const name = file.name.replace(`${root}/`, "");
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    if (failed.length === 0) return file.status === "failed" ? [`${name}\n${shortly(file.message)}`] : [];
    return failed.map((test) => `${name} › ${test.fullName}\n${shortly(test.failureMessages.join("\n"))}`);
  });
}

/** From Playwright's JSON report, whose suites hold suites. */
export function failedInBrowser(suites) {
  return suites.flatMap((suite) => [
    ...(suite.specs ?? [])
      .filter(({ ok }) => !ok)
      .map((spec) => {
        const errors = spec.tests.flatMap(({ results }) => results.flatMap((result) => result.errors));
        return `${spec.file}:${spec.line} › ${spec.title}\n${shortly(errors.map(({ message }) => message).join("\n"))}`;
      }),
    ...failedInBrowser(suite.suites ?? []),
  ]);
}

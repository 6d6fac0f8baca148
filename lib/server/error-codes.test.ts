import { expect, it } from "vitest";
import { isAway } from "./error-codes";

it.each([
  "Query read timeout",
  "Connection terminated unexpectedly",
  "timeout exceeded when trying to connect",
  "timeout expired",
  "Client has encountered a connection error and is not queryable",
  "Client was closed and is not queryable",
])("a PostgreSQL of which its driver says %j is away, however deep it says so", (words) => {
  expect(isAway(new Error("around it", { cause: new Error(words) }))).toBe(true);
  expect(isAway(new Error(`somebody wrote: ${words.slice(0, 8)}`))).toBe(false);
});

import { expect, it } from "vitest";
import { operations } from "@/lib/domain/operations";
import { questions } from "./questions";

it("names of every question that has a command that command, and no other", () => {
  const answered = operations.flatMap(({ rest, command }) =>
    rest?.startsWith("GET ") && command ? [[rest, command]] : [],
  );
  expect(questions).toEqual(Object.fromEntries(answered));
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import config from "@/tailwind.config";

const root = new URL("..", import.meta.url).pathname;
const screens = ["app", "components"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".tsx"))
    .map((path) => join(folder, path)),
);
// A class whose colour does not exist is silently no class at all.
const stock =
  "white|black|slate|gray|zinc|neutral|stone|red|orange|amber|yellow|lime|green|emerald|teal|cyan|sky|blue|indigo|violet|purple|fuchsia|pink|rose";
const painted = new RegExp(`(?:text|bg|border|stroke|fill|ring|outline|decoration)-(${stock})\\b`, "g");

test.each(screens)("%s paints with colours that exist", (path) => {
  const used = [...readFileSync(join(root, path), "utf8").matchAll(painted)].map(([, name = ""]) => name);
  const known = Object.keys(config.theme?.extend?.colors ?? {});
  expect(used.filter((name) => !known.includes(name))).toEqual([]);
});

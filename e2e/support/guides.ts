import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

interface Block {
  language: string;
  /** what stands behind `title=` */
  title: string | null;
  text: string;
}

/** The code blocks of a guide (CommonMark, fenced), in order. */
async function blocksOf(guide: string): Promise<Block[]> {
  const text = await readFile(`docs/mobile/${guide}`, "utf8");
  return [...text.matchAll(/^```(\w+)(?: title=(\S+))?\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", title = null, code = ""]) => ({ language, title, text: code }),
  );
}

/** The files that guides are made of, by name, for a server at `url` instead of the guides' own. */
export async function filesOf(url: string, ...guides: string[]): Promise<Map<string, string>> {
  const blocks = (await Promise.all(guides.map(blocksOf))).flat();
  const files = blocks.flatMap(({ title, text }) => (title ? [[title, at(url, text)] as const] : []));
  return new Map(files);
}

const at = (url: string, text: string) => text.replaceAll("https://nida.example.org", url);

/** A folder of this project's own, so that the files in it find its packages. */
export async function folderWith(files: Map<string, string>): Promise<{ path: string; remove(): Promise<void> }> {
  await mkdir("test-results", { recursive: true });
  const path = await mkdtemp(join("test-results", "guide-"));
  await writeFile(join(path, "package.json"), '{ "type": "module" }');
  for (const [name, text] of files) await writeFile(join(path, name), text);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export interface Step {
  command: string;
  said: string;
  /** the answer that the guide shows for it; null where it shows none */
  shown: unknown;
}

/** Runs the shell commands of a guide, one after the other in one shell, as its reader does. */
export async function runShell(url: string, guide: string): Promise<Step[]> {
  const blocks = await blocksOf(guide);
  const commands = blocks.flatMap(({ language, text }, index) => {
    const next = blocks[index + 1];
    const shown: unknown = next?.language === "json" ? JSON.parse(next.text) : null;
    return language === "sh" ? [{ command: at(url, text), shown }] : [];
  });
  const between = "==== the next command ====";
  const script = commands.map(({ command }) => `${command}\necho; echo '${between}'`).join("\n");
  const folder = await folderWith(new Map());
  try {
    const { stdout } = await run("bash", ["-euo", "pipefail", "-c", script], { cwd: folder.path, timeout: 60_000 });
    const said = stdout.split(between);
    return commands.map((one, index) => ({ ...one, said: said[index]?.trim() ?? "" }));
  } finally {
    await folder.remove();
  }
}

/** What an answer lacks of a shown one, by path: each field must be there, of the same kind; more may be. */
export function lacks(shown: unknown, answer: unknown, path = "answer"): string[] {
  if (Array.isArray(shown)) {
    if (!Array.isArray(answer) || answer.length === 0) return shown.length > 0 ? [`${path} is no list`] : [];
    return shown.flatMap((one, index) => lacks(one, answer[index], `${path}[${index}]`));
  }
  if (typeof shown === "object" && shown !== null) {
    if (typeof answer !== "object" || answer === null) return [`${path} is no object`];
    const held = new Map<string, unknown>(Object.entries(answer));
    return Object.entries(shown).flatMap(([name, one]) =>
      held.has(name) ? lacks(one, held.get(name), `${path}.${name}`) : [`${path}.${name} is missing`],
    );
  }
  if (shown === null || typeof shown === "number") return typeof answer === typeof shown ? [] : [`${path}: ${answer}`];
  // A text that ends in … stands for others of its kind; so does a time.
  const free = typeof shown === "string" && (/…/.test(shown) || /^\d{4}-\d\d-\d\dT/.test(shown));
  const same = free ? typeof answer === "string" : answer === shown;
  return same ? [] : [`${path}: ${JSON.stringify(answer)} instead of ${JSON.stringify(shown)}`];
}

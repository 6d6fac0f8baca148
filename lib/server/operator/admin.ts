import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { parseArgs } from "node:util";
import type { Settings } from "@/lib/server/env";
import { refusalOf } from "@/lib/server/execute";
import { type Asked, type Command, commands, UsageError } from "./commands";
import { openForOperator } from "./open";

/** The answer of a command; `code` is its exit code: 1 refused, 2 not understood. */
export interface Answer {
  code: 0 | 1 | 2;
  text: string;
}

/** @param more lines of commands that stand elsewhere */
export function adminHelp(more: string[] = []): string {
  const lines = Object.entries(commands).map(([name, { usage, help }]) => `  ${name} ${usage}\n      ${help}`);
  return ["npm run admin -- COMMAND", ...lines, ...more].join("\n");
}

async function firstLineOf(stdin: Readable): Promise<string> {
  for await (const line of createInterface({ input: stdin })) return line;
  throw new UsageError("Nothing came on standard input.");
}

function understand(command: Command, args: string[]): Pick<Asked, "words" | "options"> {
  try {
    const { positionals, values } = parseArgs({ args, options: command.options, allowPositionals: true });
    return { words: positionals, options: values };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Refusals in English, each on a line: the operator's tools speak one language. */
function reasonsOf(error: unknown, name: string): string {
  const refusal = refusalOf(error, { locale: "en" }, `admin ${name}`);
  const fields = Object.entries(refusal.errors ?? {}).map(([field, reasons]) => `${field}: ${reasons.join(" ")}`);
  return fields.length > 0 ? fields.join("\n") : refusal.message;
}

/** Carries out one command of `npm run admin` on the database of the settings, which must have been migrated. */
export async function admin(
  [name = "", ...args]: string[],
  settings: Settings,
  stdin: Readable,
  more: string[] = [],
): Promise<Answer> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) return { code: 2, text: adminHelp(more) };
  const wrong = (error: UsageError): Answer => ({ code: 2, text: `${error.message}\n  ${name} ${command.usage}` });
  try {
    const asked = { ...understand(command, args), firstLine: () => firstLineOf(stdin) };
    const house = await openForOperator(settings);
    try {
      return { code: 0, text: await command.run(house, asked) };
    } catch (error) {
      if (error instanceof UsageError) throw error;
      return { code: 1, text: reasonsOf(error, name) };
    } finally {
      await house.close();
    }
  } catch (error) {
    if (error instanceof UsageError) return wrong(error);
    throw error;
  }
}

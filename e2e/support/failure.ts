import type { Page } from "@playwright/test";

interface Seen {
  name: string;
  context: { pages(): Page[] };
  /** what the pages said on the console */
  console: string[];
}

const LINES = { page: 50, console: 15, server: 15 };

/** Says what each person saw when a test failed, so that the log alone shows why: pages as text, their consoles, the server. */
export async function tellOf(title: string, people: Seen[], server: string[]): Promise<void> {
  const told = [`\n── ${title}: what was there when it failed`];
  for (const { name, context, console: said } of people) {
    for (const page of context.pages()) {
      const seen = await page.ariaSnapshot({ timeout: 2000 }).catch(() => "(the page does not answer)");
      const lines = seen.split("\n").filter((line) => !line.includes("- /url:"));
      told.push(`▸ ${name} at ${page.url()}`, ...lines.slice(0, LINES.page));
    }
    told.push(`▸ ${name}'s console`, ...said.slice(-LINES.console));
  }
  if (server.length > 0) told.push("▸ the server's warnings", ...server.slice(-LINES.server));
  console.error(told.join("\n"));
}

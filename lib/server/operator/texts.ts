import type { Report } from "@/lib/contracts/reports";
import type { PersonLine } from "@/lib/domain/operator";

export function sessionsEnded(count: number): string {
  return count === 1 ? "One session ended." : `${count} sessions ended.`;
}

const shortTime = (instant: string | null) => instant?.slice(0, 16).replace("T", " ") ?? "never";

/** Names come last: letters of two directions, and of other widths, push nothing out of line there. */
export function peopleTable({ people, total }: { people: PersonLine[]; total: number }): string {
  if (people.length === 0) return "Nobody.";
  const width = Math.max(...people.map(({ username }) => username.length), 8);
  const lines = people.map((person) => {
    const states = [person.locked && "locked", person.admin && "admin"].filter(Boolean).join(" ");
    const numbers = `${String(person.id).padStart(6)}  ${person.username.padEnd(width)}`;
    const times = `${shortTime(person.created_at)}  ${shortTime(person.last_seen_at).padEnd(16)}`;
    return `${numbers}  ${times}  ${String(person.sessions).padStart(8)}  ${states.padEnd(12)}  ${person.name}`;
  });
  const head = `${"id".padStart(6)}  ${"username".padEnd(width)}  since (UTC)       last seen         sessions  state         name`;
  const rest = total > people.length ? [`${total - people.length} more: --limit ${total}`] : [];
  return [head, ...lines, ...rest].join("\n");
}

/** What people wrote, without what a terminal would obey or turn round: control characters and changes of direction. */
const harmless = (text: string) => text.replace(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "");

export function reportsText(reports: Report[]): string {
  if (reports.length === 0) return "Nothing was reported.";
  return reports
    .map(({ id, created_at, reporter, reported, reason }) => {
      const head = `#${id}  ${shortTime(created_at)} UTC  ${reporter.username} reports ${reported.username}`;
      return reason ? `${head}\n    ${harmless(reason).replaceAll("\n", "\n    ")}` : head;
    })
    .join("\n");
}

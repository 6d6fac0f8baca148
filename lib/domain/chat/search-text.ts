import { fold } from "@/lib/text/fold";

/** Stands between the words and the name of a file: in no folded text, so that no word goes over it. */
export const NAME_MARK = "\n";

/** What a message is found by: its words, and the name of the file that goes with it (a picture shows none). */
export function messageSearchText(body: string, upload: { kind: string; name: string } | null): string {
  return upload?.kind === "file" ? `${fold(body)}${NAME_MARK}${fold(upload.name)}` : fold(body);
}

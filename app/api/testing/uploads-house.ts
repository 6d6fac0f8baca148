import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as messages from "@/app/api/chat/conversations/[conversation_id]/messages/route";
import * as upload from "@/app/api/uploads/[upload_id]/route";
import * as uploads from "@/app/api/uploads/route";
import { startConversation } from "@/lib/domain/chat";
import { newUsername, password } from "@/lib/domain/testing/accounts";
import { testContext } from "@/lib/domain/testing/context";
import { register } from "@/lib/domain/users";
import { serveRoutes } from "@/lib/server/testing/route-server";

export const MB = 1024 * 1024;

export interface Person {
  id: number;
  token: string;
}

export type Ask = { token?: string; body?: BodyInit; headers?: Record<string, string>; duplex?: "half" };
type Attachment = { id: string; name: string; size: number; kind: string; attachment?: Attachment; message?: string };

/** The routes of files on a server of their own that takes 2 MB: Ahmed and Sara talk, Omar is a stranger. */
export async function uploadsHouse() {
  const served = await serveRoutes(
    [
      ["POST", /^\/api\/uploads$/, uploads.POST],
      ["GET", /^\/api\/uploads\/(?<upload_id>[^/?]+)/, upload.GET],
      ["POST", /^\/api\/chat\/conversations\/(?<conversation_id>[^/]+)\/messages$/, messages.POST],
    ],
    { MAX_UPLOAD_MB: "2", RATE_LIMIT: "off" },
  );
  const newcomer = async (): Promise<Person> => {
    const ctx = testContext(served.database, { actor: null });
    const { token, user } = await register.execute(ctx, { name: "N", username: newUsername(), password });
    return { id: user.id, token };
  };
  const [ahmed, sara, omar] = [await newcomer(), await newcomer(), await newcomer()];
  const ctx = testContext(served.database, { actor: { id: ahmed.id, sessionId: "" } });
  const conversation = (await startConversation.execute(ctx, { user_id: sara.id })).conversation_id;

  const ask = (method: string, path: string, { token, headers, ...rest }: Ask = {}) =>
    fetch(`${served.url}/api${path}`, {
      method,
      headers: { "Accept-Language": "en", ...(token && { Authorization: `Bearer ${token}` }), ...headers },
      ...rest,
    });
  const json = async (method: string, path: string, asking: Ask) => {
    const answer = await ask(method, path, asking);
    return { http: answer.status, ...((await answer.json()) as { code?: string; errors?: object; data?: Attachment }) };
  };
  return {
    ...{ served, ahmed, sara, omar, conversation, ask, json },
    put: (who: Person, body: BodyInit, more: Ask = {}) => json("POST", "/uploads", { token: who.token, body, ...more }),
    /** Every file below the folder of uploads: those that are kept, and those that are coming in. */
    files(): string[] {
      mkdirSync(join(served.folder, "uploads"), { recursive: true });
      return readdirSync(join(served.folder, "uploads"), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort();
    },
  };
}

export function form(file: Uint8Array | string, name = "a.bin", fields: Record<string, string> = {}): FormData {
  const made = new FormData();
  for (const [field, text] of Object.entries(fields)) made.append(field, text);
  made.append("file", new Blob([new Uint8Array(Buffer.from(file))]), name);
  return made;
}

/** A multipart body as it stands on the wire, for forms that no browser makes. */
export function raw(parts: [headers: string, content: string | Uint8Array][], ending = "--B--\r\n") {
  const pieces = parts.flatMap(([head, content]) => [
    Buffer.from(`--B\r\n${head}\r\n\r\n`),
    Buffer.from(content),
    "\r\n",
  ]);
  const body = Buffer.concat([...pieces.map((piece) => Buffer.from(piece)), Buffer.from(ending)]);
  return { body: new Uint8Array(body), headers: { "Content-Type": "multipart/form-data; boundary=B" } };
}
export const part = (name: string, filename?: string) =>
  `Content-Disposition: form-data; name="${name}"${filename === undefined ? "" : `; filename="${filename}"`}`;
export const filePart = part("file", "a.bin");

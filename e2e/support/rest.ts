import { request as httpRequest } from "node:http";

/** What every REST call answers. */
export interface Envelope {
  status: boolean;
  message?: string;
  data?: unknown;
  next_cursor?: string | null;
  code?: string;
  errors?: Record<string, string[]>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** null when it is no JSON */
  body: Envelope | null;
}

export interface Asking {
  token?: string;
  cookie?: string;
  /** sent as JSON */
  body?: unknown;
  /** sent as it is */
  raw?: BodyInit;
  headers?: Record<string, string>;
}

/** One REST call to `/api{path}`, whatever its answer. */
export async function rest(url: string, method: string, path: string, asking: Asking = {}): Promise<Answer> {
  const { token, cookie, body, raw, headers } = asking;
  const response = await fetch(`${url}/api${path}`, {
    method,
    redirect: "manual",
    headers: {
      ...(raw === undefined && body !== undefined && { "Content-Type": "application/json" }),
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(cookie && { Cookie: cookie }),
      ...headers,
    },
    body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: envelopeOf(text) };
}

function envelopeOf(text: string): Envelope | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "status" in value ? (value as Envelope) : null;
  } catch {
    return null;
  }
}

/** Asks for a path exactly as it is written: `fetch` would tidy it up first. */
export function rawGet(url: string, path: string, token: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const asked = httpRequest({ hostname, port, path, headers: { Authorization: `Bearer ${token}` } }, (answer) => {
      let text = "";
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

export interface Account {
  id: number;
  name: string;
  username: string;
  password: string;
  token: string;
  /** a call with this account's token that must succeed; answers `data` */
  ask<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
}

let count = 0;

/** Registers somebody whom no other test knows. */
export async function newcomer(url: string, name = "سارة حداد"): Promise<Account> {
  count += 1;
  const who = { name, username: `p${process.pid}x${count}`, password: "correct horse" };
  const { token, user } = await ok<{ token: string; user: { id: number } }>(
    rest(url, "POST", "/register", { body: who }),
  );
  return {
    ...who,
    id: user.id,
    token,
    ask: (method, path, body) => ok(rest(url, method, path, { token, body })),
  };
}

async function ok<T>(asked: Promise<Answer>): Promise<T> {
  const { status, body, text } = await asked;
  if (status !== 200 || !body?.status) throw new Error(`refused with ${status}: ${text}`);
  return body.data as T;
}

/** Two people with a conversation, in which each may write to the other and call. */
export async function twoPeople(url: string) {
  const [ahmed, sara] = [await newcomer(url, "أحمد محمد"), await newcomer(url)];
  const started = await ahmed.ask<{ conversation_id: number }>("POST", "/chat/conversations/start", {
    user_id: sara.id,
  });
  for (const one of [ahmed, sara]) await one.ask("POST", `/chat/conversations/${started.conversation_id}/accept`);
  return { ahmed, sara, conversation: started.conversation_id };
}

/** A browser's session cookie, got as the login page gets it. */
export async function webCookie(url: string, who: Pick<Account, "username" | "password">): Promise<string> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { Cookie: cookiesOf(csrf) },
    body: new URLSearchParams({ csrfToken, username: who.username, password: who.password, json: "true" }),
  });
  const cookie = cookiesOf(answer);
  if (!cookie.includes("session-token=")) throw new Error(`no session cookie: ${answer.status}`);
  return cookie;
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

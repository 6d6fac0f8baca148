import type { Browser, BrowserContext, Page } from "@playwright/test";
import { rememberPeers } from "@/e2e/support/audio";

/** Somebody with an account, a token and a signed-in browser page. */
export interface Subject {
  id: number;
  token: string;
  page: Page;
}

export async function rest<T>(
  url: string,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!answer.status) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer.data;
}

/** Remembers each peer of the browser's pages, and each element that plays a voice. */
export async function watchVoices(context: BrowserContext): Promise<void> {
  await context.addInitScript(rememberPeers);
  await context.addInitScript(() => {
    const voices: HTMLAudioElement[] = [];
    Object.assign(window, { testVoices: voices });
    window.Audio = class extends Audio {
      constructor(source?: string) {
        super(source);
        voices.push(this);
      }
    };
  });
  // tsx marks functions with a helper of this name, which a page does not have.
  await context.addInitScript("globalThis.__name = (marked) => marked;");
}

/** Registers a person and signs a fresh browser in as them. */
export async function subject(browser: Browser, url: string, username: string): Promise<Subject> {
  const password = "correct horse";
  const { token, user } = await rest<{ token: string; user: { id: number } }>(url, null, "POST", "/register", {
    name: username,
    username,
    password,
  });
  const context = await browser.newContext({ baseURL: url, permissions: ["microphone"], locale: "en-GB" });
  await watchVoices(context);
  const { csrfToken } = await (await context.request.get("/api/auth/csrf")).json();
  await context.request.post("/api/auth/callback/credentials", {
    form: { csrfToken, username, password, json: "true" },
  });
  return { id: user.id, token, page: await context.newPage() };
}

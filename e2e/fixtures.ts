import { type BrowserContext, test as base, type ConsoleMessage, expect, type Page } from "@playwright/test";
import { rememberPeers } from "./support/audio";
import { tellOf } from "./support/failure";
import { type NidaServer, startServer } from "./support/server";

/** A person with a browser of their own, signed in. */
export interface Person {
  id: number;
  name: string;
  username: string;
  password: string;
  page: Page;
  context: BrowserContext;
  /** what the page said on the console */
  console: string[];
  /** a REST call with this person's Bearer token, answering `data` */
  api<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
}

export interface Newcomer {
  name: string;
  username: string;
  password: string;
}

interface Fixtures {
  /** registers somebody and opens a browser for them; at `url`, where there is more than one address */
  person(who: { name: string; username: string; locale?: "ar" | "en"; url?: string }): Promise<Person>;
  /** the original's people: friends, signed in, each with a page */
  ahmed: Person;
  sara: Person;
  /** the conversation of ahmed and sara */
  conversation: number;
  /** the language of ahmed's and sara's screens */
  language: "ar" | "en";
}

interface WorkerFixtures {
  settings: Record<string, string>;
  /** errors of the pages that the tests of a file are about */
  brings: RegExp[];
  server: NidaServer;
}

let count = 0;

// Reconnecting and refusals are what some tests are about; the browser reports each as an error of the network.
const expectedErrors = [
  /WebSocket connection to/,
  /Failed to load resource/,
  /net::ERR_/,
  // Said into a line that is being cut: nothing is lost, what has no answer is said again.
  /^WebSocket is already in CLOSING or CLOSED state/,
  // The recorder of traces reads pictures anew from inside the page.
  /Connecting to 'blob:/,
];

export const test = base.extend<Fixtures, WorkerFixtures>({
  settings: [{}, { option: true, scope: "worker" }],
  brings: [[], { option: true, scope: "worker" }],
  server: [
    async ({ settings }, use) => {
      const server = await startServer(settings);
      await use(server);
      await server.dispose();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  language: ["en", { option: true }],
  person: async ({ browser, server, language, brings }, use, testInfo) => {
    const people: { name: string; context: BrowserContext; console: string[]; errors: string[] }[] = [];
    const warned = server.warnings.length;
    await use(async ({ name, username, locale = language, url = server.url }) => {
      count += 1;
      const newcomer = { name, username: `${username}${count}`, password: "correct horse" };
      const [account, context] = await Promise.all([
        call<{ token: string; user: { id: number } }>(url, null, "POST", "/register", newcomer),
        browser.newContext({ baseURL: url, locale: locale === "ar" ? "ar-EG" : "en-GB" }),
      ]);
      const who = { name, context, console: [] as string[], errors: [] as string[] };
      people.push(who);
      await context.addInitScript(rememberPeers);
      const [page] = await Promise.all([context.newPage(), signIn(context, newcomer)]);
      page.on("console", (message) => void listen(message, who.console, who.errors));
      page.on("pageerror", (error) => void who.errors.push(String(error)));
      return {
        ...newcomer,
        id: account.user.id,
        page,
        context,
        console: who.console,
        api: (method, path, body) => call(url, account.token, method, path, body),
      };
    });
    if (testInfo.status !== testInfo.expectedStatus || people.some(({ errors }) => errors.length > 0)) {
      await tellOf(testInfo.title, people, server.warnings.slice(warned));
    }
    await Promise.all(people.map(({ context }) => context.close()));
    const errors = people.flatMap((who) => who.errors);
    expect(errors.filter((error) => !brings.some((known) => known.test(error)))).toEqual([]);
  },
  ahmed: async ({ person, language }, use) => {
    await use(await person({ name: language === "ar" ? "أحمد محمد" : "Ahmed Mohamed", username: "ahmed" }));
  },
  sara: async ({ person, ahmed, language }, use) => {
    const sara = await person({ name: language === "ar" ? "سارة حداد" : "Sara Haddad", username: "sara" });
    await befriend(ahmed, sara);
    await use(sara);
  },
  conversation: async ({ ahmed, sara }, use) => {
    const { conversation_id } = await ahmed.api<{ conversation_id: number }>("POST", "/chat/conversations/start", {
      user_id: sara.id,
    });
    await use(conversation_id);
  },
});

export { expect };

function listen(message: ConsoleMessage, lines: string[], errors: string[]): void {
  lines.push(message.text());
  if (message.type() === "error" && !expectedErrors.some((known) => known.test(message.text()))) {
    errors.push(message.text());
  }
}

/** Makes two people friends over REST. */
export async function befriend(a: Person, b: Person): Promise<void> {
  const request = await a.api<{ id: number }>("POST", "/friends/requests", { user_id: b.id });
  await b.api("POST", `/friends/requests/${request.id}/accept`);
}

/** Signs a browser in by NextAuth's own calls, as the login page does. */
export async function signIn(context: BrowserContext, who: Pick<Newcomer, "username" | "password">): Promise<void> {
  const { csrfToken } = await (await context.request.get("/api/auth/csrf")).json();
  const answer = await context.request.post("/api/auth/callback/credentials", {
    form: { csrfToken, username: who.username, password: who.password, json: "true" },
  });
  expect(answer.ok(), "signed in").toBe(true);
}

async function call<T>(url: string, token: string | null, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!answer.status) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer.data;
}

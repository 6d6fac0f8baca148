import { ApiError } from "./api";
import { showCountOnApp } from "./app-badge";

/** What NextAuth's REST names its two credential providers. */
type Provider = "credentials" | "register";

interface Refusal {
  code: ApiError["code"];
  message: string;
  errors?: Record<string, string[]>;
}

/** How long an answer may take, in milliseconds. */
const ANSWER_WITHIN_MS = 30_000;

/** One exchange with NextAuth (v4 REST API, https://next-auth.js.org/getting-started/rest-api). */
async function ask(path: string, fields?: Record<string, string>): Promise<Record<string, unknown>> {
  try {
    const response = await fetch(`/api/auth/${path}`, {
      method: fields ? "POST" : "GET",
      headers: { "Accept-Language": document.documentElement.lang },
      body: fields && new URLSearchParams(fields),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return await response.json();
  } catch {
    throw new ApiError("network", "");
  }
}

async function post(path: string, fields: Record<string, string>): Promise<URL> {
  const { csrfToken } = await ask("csrf");
  const callbackUrl = window.location.origin;
  const answer = await ask(path, { ...fields, callbackUrl, csrfToken: String(csrfToken), json: "true" });
  if (typeof answer.url !== "string") throw new ApiError("internal", "");
  return new URL(answer.url, callbackUrl);
}

function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "code" in value && typeof value.code === "string";
}

/** The server puts its refusal as JSON into the `error` of the address NextAuth would go to. */
function refusalIn(url: URL): ApiError | null {
  // Without a verified CSRF cookie NextAuth goes back to its form and says nothing else.
  if (url.searchParams.has("csrf")) return new ApiError("internal", "");
  const error = url.searchParams.get("error");
  if (error === null) return null;
  try {
    const refusal: unknown = JSON.parse(error);
    if (isRefusal(refusal)) return new ApiError(refusal.code, refusal.message, refusal.errors);
  } catch {
    // NextAuth's own word, such as "Configuration": nothing a person could read.
  }
  return new ApiError("internal", "");
}

async function enter(provider: Provider, fields: Record<string, string>): Promise<void> {
  const refusal = refusalIn(await post(`callback/${provider}`, fields));
  if (refusal) throw refusal;
}

/**
 * Signs in: afterwards this browser holds the session cookie; go on with a full navigation.
 * @throws ApiError `unauthenticated`, `validation_failed` (`fields`), `rate_limited`, `internal` or `network`
 */
export function signIn(who: { username: string; password: string }): Promise<void> {
  return enter("credentials", { username: who.username, password: who.password });
}

/**
 * Makes an account and signs in with it, as `signIn` does.
 * @throws ApiError `validation_failed` (`fields`), `conflict`, `rate_limited`, `internal` or `network`
 */
export function register(who: { name: string; username: string; password: string }): Promise<void> {
  return enter("register", { name: who.name, username: who.username, password: who.password });
}

/**
 * Ends this browser's session.
 * @throws ApiError `network` or `internal`
 */
export async function signOut(): Promise<void> {
  const refusal = refusalIn(await post("signout", {}));
  if (refusal) throw refusal;
}

export type Parting = "signed-out" | "deleted" | "session-ended";

/** what this tab's person is doing, and what the socket has seen of it meanwhile */
let intended: Parting | null = null;
let seen: Parting | null = null;

/** To a page of another session. Should one come back to this one, as the browser has kept it, it is loaded anew. */
export function goOn(path: string): void {
  window.addEventListener("pageshow", ({ persisted }) => persisted && window.location.reload());
  window.location.assign(path);
}

function goTo(why: Parting): void {
  // Whoever sits here next need not know how much was unread.
  showCountOnApp(0);
  goOn(`/login?after=${why}`);
}

/** To the sign-in page, which says why; while the person themselves is leaving, that decides. */
export function leave(why: Parting): void {
  if (intended) seen = why;
  else goTo(why);
}

/**
 * Ends the session by `work`, then leaves. The socket may be refused before `work` is done.
 * @throws what `work` throws; one stays then
 */
export async function leaveBy(why: Parting, work: () => Promise<unknown>): Promise<void> {
  intended = why;
  try {
    await work();
    goTo(why);
  } catch (error) {
    intended = null;
    if (seen) goTo(seen);
    throw error;
  }
}

/** Where to go after signing in: `next` if it is a path of this origin, else the chats. */
export function safeNext(next: string | null | undefined, origin: string): string {
  if (!next?.startsWith("/")) return "/chat";
  const url = new URL(next, origin);
  // "//host" and "/\host" start with a slash, too, and lead away.
  return url.origin === origin ? `${url.pathname}${url.search}${url.hash}` : "/chat";
}

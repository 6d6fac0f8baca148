import { createHmac } from "node:crypto";

/** One event, ready to go. */
export interface Parcel {
  /** the same at every attempt */
  id: string;
  body: string;
}

/** Why it was not taken. */
export interface Fault {
  text: string;
  /** how long the receiver asks to be left alone, in milliseconds */
  retryAfterMs: number;
}

/** `webhook-signature` as Standard Webhooks 1.0 makes it (symmetric, v1). `timestamp`: of this attempt, in seconds. */
export function signatureOf(secret: string, { id, body }: Parcel, timestamp: number): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

/**
 * One attempt. Only 2xx means taken: a redirect is not followed, for it would lead where the operator has not sent us.
 * Answers null when it was taken.
 */
export async function post(
  { url, secret }: { url: string; secret: string },
  parcel: Parcel,
  signal: AbortSignal,
): Promise<Fault | null> {
  const timestamp = Math.floor(Date.now() / 1000);
  try {
    const answer = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: {
        "Content-Type": "application/json",
        "User-Agent": "Nida",
        "webhook-id": parcel.id,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": signatureOf(secret, parcel, timestamp),
      },
      body: parcel.body,
      signal,
    });
    // What it says beside its status is nobody's here, however long it is.
    await answer.body?.cancel();
    if (answer.ok) return null;
    const seconds = Number(answer.headers.get("Retry-After"));
    return { text: `answered ${answer.status}`, retryAfterMs: seconds > 0 ? seconds * 1000 : 0 };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { text: String(cause), retryAfterMs: 0 };
  }
}

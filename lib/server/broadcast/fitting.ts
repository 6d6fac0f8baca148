/** Pusher's limit on what an event carries, in bytes. */
export const MAX_EVENT_BYTES = 10 * 1024;

const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/**
 * An event's data as JSON that Pusher takes. A message's text that is too long is cut, and `truncated` tells the client
 * to fetch the whole by REST; null when nothing can be cut.
 */
export function fitting(data: object): string | null {
  const whole = JSON.stringify(data);
  if (Buffer.byteLength(whole) <= MAX_EVENT_BYTES) return whole;
  if (!("message" in data) || typeof data.message !== "string") return null;
  let room = MAX_EVENT_BYTES - sizeOf({ ...data, message: "", truncated: true });
  let message = "";
  for (const character of data.message) {
    // Without the quotes around it.
    room -= sizeOf(character) - 2;
    if (room < 0) break;
    message += character;
  }
  return JSON.stringify({ ...data, message, truncated: true });
}

import { sleep } from "./sleep";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;

/** Fetches code until it comes: a call may be there while the server is being restarted, and must not fail for it. */
export async function loadCode<T>(load: () => Promise<T>): Promise<T> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await load();
    } catch {
      await sleep(pause);
    }
  }
}

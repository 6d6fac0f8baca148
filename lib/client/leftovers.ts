import { forgetDrafts } from "./drafts";
import { openNews } from "./outbox-news";
import { outboxStorageOf } from "./outbox-storage";
import { sleep } from "./sleep";

/** How long the other tabs have to say what they hold, in milliseconds: they do so at once, or they are asleep. */
const ANSWERS_WITHIN_MS = 250;

/**
 * How many messages of a person this browser has not sent yet. Refused ones count, and so do those that are only in the
 * memory of another tab.
 */
export async function unsentOf(userId: number): Promise<number> {
  const unsent = new Set<string>();
  const news = openNews(userId, {
    onHeld: (clientIds) => {
      for (const id of clientIds) unsent.add(id);
    },
  });
  news.ask();
  const heard = sleep(ANSWERS_WITHIN_MS);
  for (const { client_id } of await outboxStorageOf(userId).all()) unsent.add(client_id);
  await heard;
  news.close();
  return unsent.size;
}

/** Takes from this browser what a person has written and not sent: for whoever leaves it on purpose. */
export async function forgetPerson(userId: number): Promise<void> {
  forgetDrafts(userId);
  await outboxStorageOf(userId).clear();
  const news = openNews(userId, {});
  news.changed();
  news.close();
}

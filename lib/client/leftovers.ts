import { forgetDrafts } from "./drafts";
import { openNews } from "./outbox-news";
import { outboxStorageOf } from "./outbox-storage";

/** How many messages of a person this browser has not sent yet, refused ones included. */
export async function unsentOf(userId: number): Promise<number> {
  return (await outboxStorageOf(userId).all()).length;
}

/** Takes from this browser what a person has written and not sent: for whoever leaves it on purpose. */
export async function forgetPerson(userId: number): Promise<void> {
  forgetDrafts(userId);
  await outboxStorageOf(userId).clear();
  const news = openNews(userId, { onChanged() {}, onProgress() {} });
  news.changed();
  news.close();
}

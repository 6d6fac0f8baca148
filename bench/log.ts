import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type CDPSession, chromium, type Page } from "@playwright/test";
import Database from "better-sqlite3";
import { startServer } from "@/e2e/support/server";
import type { Message } from "@/lib/contracts/chat";
import config from "@/playwright.config";
import { rest, type Subject, subject } from "./people";
import { type Row, rowOf } from "./row";

const MESSAGES = 100_000;
/** The bench brings history in big pages, to have all of it in the page soon. */
const PAGE = 10_000;

/** Two people with a long conversation behind them. */
async function longConversation(browser: Browser, url: string, file: string) {
  const ahmed = await subject(browser, url, "ahmed");
  const sara = await subject(browser, url, "sara");
  const { conversation_id: id } = await rest<{ conversation_id: number }>(
    url,
    ahmed.token,
    "POST",
    "/chat/conversations/start",
    { user_id: sara.id },
  );
  await rest(url, ahmed.token, "POST", `/chat/conversations/${id}/messages`, { message: "note 1" });
  const db = new Database(file);
  const words = "words of all lengths that make one line or five of them and نداء between them ".repeat(6);
  const insert = db.prepare(
    `INSERT INTO messages (conversation_id, sender_id, seq, rev, client_id, type, body, created_at)
     SELECT conversation_id, ?, ?, ?, ?, 'text', ?, created_at FROM messages WHERE conversation_id = ? AND seq = 1`,
  );
  db.transaction(() => {
    for (let seq = 2; seq <= MESSAGES; seq += 1) {
      const sender = seq % 3 ? ahmed.id : sara.id;
      insert.run(sender, seq, seq, `bench-${seq}`, `note ${seq} ${words.slice(0, (seq * 7919) % 240)}`, id);
    }
    db.prepare("UPDATE conversations SET last_seq = ?, rev = ? WHERE id = ?").run(MESSAGES, MESSAGES, id);
    db.prepare("UPDATE participants SET last_read_seq = ? WHERE conversation_id = ?").run(MESSAGES, id);
  })();
  db.close();
  // So long without a turn, this process has yet to see that its idle connections were closed.
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { ahmed, id };
}

/** Opens the conversation and brings all of it into the page. */
async function openWhole({ page, token }: Subject, url: string, id: number): Promise<void> {
  const [sample] = await rest<Message[]>(url, token, "GET", `/chat/conversations/${id}/messages?limit=1&peek=1`);
  if (!sample) throw new Error("a message was wanted");
  const firstId = sample.id - sample.seq + 1;
  await page.route(/messages\?before=/, async (route) => {
    const before = Number(new URL(route.request().url()).searchParams.get("before")) - firstId + 1;
    const from = Math.max(1, before - PAGE);
    const data = Array.from({ length: before - from }, (_, index) => {
      const seq = from + index;
      const message = `note ${seq} ${"words of all lengths that make one line or five ".repeat(seq % 6)}`;
      return { ...sample, id: firstId + seq - 1, seq, rev: seq, client_id: `bench-${seq}`, message };
    });
    await route.fulfill({ json: { status: true, data, next_cursor: from > 1 ? "more" : null } });
  });
  await page.goto(`/chat/${id}`);
  await page.getByText(`note ${MESSAGES} `).last().waitFor();
  await page.evaluate(async () => {
    const log = document.querySelector("[role=log]");
    while (log && !log.querySelector('[data-seq="1"]')) {
      log.scrollTop = 0;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
}

/** The times between frames while a wheel moves the log by `distance`, and what the browser's own trace says of them. */
async function scrolled(page: Page, session: CDPSession, browser: Browser, distance: number) {
  await browser.startTracing(page, {
    categories: ["disabled-by-default-devtools.timeline.frame", "devtools.timeline.frame"],
  });
  const frames = page.evaluate(
    async (time) => {
      const times: number[] = [];
      const begun = performance.now();
      for (let last = begun; last - begun < time; ) {
        const now = await new Promise(requestAnimationFrame);
        times.push(now - last);
        last = now;
      }
      return times.slice(1);
    },
    (Math.abs(distance) / SPEED) * 1000,
  );
  await session.send("Input.synthesizeScrollGesture", {
    ...{ x: 800, y: 350, yDistance: distance, speed: SPEED, gestureSourceType: "mouse" },
  });
  const times = await frames;
  const trace = (await browser.stopTracing()).toString();
  const count = (name: string) => trace.split(`"name":"${name}"`).length - 1;
  return { times, drawn: count("DrawFrame"), dropped: count("DroppedFrame") };
}
const SPEED = 4000;

/** Enter → the message stands in the page as a frame is made: milliseconds, and which frame after Enter it was. */
async function sent(page: Page, rounds: number): Promise<{ time: number; frame: number }[]> {
  const times: { time: number; frame: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await page.getByRole("textbox", { name: "Message", exact: true }).fill(`sent ${round}.`);
    const shown = await page.evaluateHandle(
      (text) => ({
        // Inside an object, so that nobody waits for it here.
        shown: new Promise<{ time: number; frame: number }>((resolve) => {
          const look = (pressed: number, frame: number) => {
            const last = [...document.querySelectorAll("[role=log] article")].at(-1);
            if (last?.textContent?.includes(text)) resolve({ time: performance.now() - pressed, frame });
            else requestAnimationFrame(() => look(pressed, frame + 1));
          };
          const begin = ({ timeStamp }: KeyboardEvent) => requestAnimationFrame(() => look(timeStamp, 1));
          addEventListener("keydown", begin, { once: true, capture: true });
        }),
      }),
      `sent ${round}.`,
    );
    await page.keyboard.press("Enter");
    times.push(await shown.evaluate((waiting) => waiting.shown));
  }
  return times;
}

/** The log with a hundred thousand messages in the page: how it scrolls, and how soon one's own message stands in it. */
export async function measureLog(rounds: number): Promise<Row[]> {
  const dir = await mkdtemp(join(tmpdir(), "nida-bench-"));
  const file = join(dir, "nida.db");
  const server = await startServer({ DATABASE_URL: `file:${file}` });
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const { ahmed, id } = await longConversation(browser, server.url, file);
    await openWhole(ahmed, server.url, id);
    const { page } = ahmed;
    await page.evaluate(() => {
      const log = document.querySelector("[role=log]");
      if (log) log.scrollTop = log.scrollHeight / 2;
    });
    const session = await page.context().newCDPSession(page);
    const times: number[] = [];
    let drawn = 0;
    let dropped = 0;
    for (const distance of [30_000, -30_000, 60_000, -30_000]) {
      const run = await scrolled(page, session, browser, distance);
      times.push(...run.times);
      drawn += run.drawn;
      dropped += run.dropped;
    }
    const mounted = await page.locator("[role=log] article").count();
    console.info(
      `${MESSAGES} messages in the log, ${mounted} mounted: ${drawn} frames drawn, ${dropped} dropped at ${SPEED} px/s; ${(
        1000 / (times.reduce((sum, time) => sum + time, 0) / times.length)
      ).toFixed(1)} frames a second`,
    );
    const own = await sent(page, rounds);
    const first = own.filter(({ frame }) => frame === 1).length;
    console.info(`${first} of ${own.length} messages stood in the first frame after Enter`);
    return [
      rowOf("log: between frames while it scrolls", times),
      rowOf(
        "log: Enter to own screen",
        own.map(({ time }) => time),
      ),
    ];
  } finally {
    await browser.close();
    await server.dispose();
    await rm(dir, { recursive: true, force: true });
  }
}

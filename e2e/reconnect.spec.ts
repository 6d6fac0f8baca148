import type { Page, WebSocketRoute } from "@playwright/test";
import { expect, test } from "./fixtures";
import { chatOf } from "./pages/chat";
import { type Question, questionsAfterGap } from "./support/after-gap";

/** What a page says by itself, at a moment of its own. */
const said = /^conversation:(read|delivered|update)$/;

/** What a page asks: over its socket, and over REST. */
async function listenTo(page: Page) {
  const asked: Question[] = [];
  const rest: string[] = [];
  let socket: WebSocketRoute | undefined;
  await page.routeWebSocket(/\/socket\.io\//, (opened) => {
    socket = opened;
    const server = opened.connectToServer();
    opened.onMessage((frame) => {
      const [, sent] = /^42\d+(\[.+\])$/s.exec(String(frame)) ?? [];
      const [command, input] = sent ? JSON.parse(sent) : [];
      if (command && !said.test(command)) asked.push({ command, input });
      server.send(frame);
    });
  });
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/") && request.method() === "GET") rest.push(pathname);
  });
  const forget = () => {
    asked.length = 0;
    rest.length = 0;
  };
  return {
    asked,
    rest,
    forget,
    async breakOff() {
      forget();
      await socket?.close({ code: 4000, reason: "the line was cut" });
    },
  };
}

const sorted = (questions: Question[]) =>
  questions.map(({ command, input }) => [command, ...Object.entries(input).sort()].join(" ")).sort();

test("after a gap a page asks each thing once, over its socket alone; what nobody looks at once somebody does", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await sara.api("POST", `/chat/conversations/${conversation}/messages`, { message: "hello" });
  const line = await listenTo(ahmed.page);
  const connected = () => ahmed.console.filter((said) => said === "Chat WebSocket connected").length;
  await chatOf(ahmed.page).open(conversation);
  await chatOf(ahmed.page).expectToShow("hello");
  // The code of calls comes when there is nothing better to do, and asks for its device.
  await expect.poll(() => line.asked.some(({ input }) => "device_id" in input)).toBe(true);
  await expect.poll(connected).toBe(1);
  const deviceId = await ahmed.page.evaluate(() => sessionStorage.getItem("nida-device") ?? "");
  const everything = questionsAfterGap({ deviceId, conversation, rev: 1, marksRev: 0 });

  await line.breakOff();
  await expect.poll(connected).toBe(2);
  await expect.poll(() => sorted(line.asked)).toEqual(sorted(everything));
  expect(line.asked.map(({ command }) => command)).toEqual(everything.map(({ command }) => command));
  expect(line.rest).toEqual([]);

  const see = (visibility: "hidden" | "visible") =>
    ahmed.page.evaluate((state) => {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, visibility);
  await see("hidden");
  await line.breakOff();
  await expect.poll(connected).toBe(3);
  const ofTheFrame = ["friend:requests", "call:missed", "user:me"];
  const unseen = everything.filter(({ command }) => !ofTheFrame.includes(command));
  await expect.poll(() => sorted(line.asked)).toEqual(sorted(unseen));
  await see("visible");
  await expect.poll(() => sorted(line.asked)).toEqual(sorted(everything));

  // The list of friends needs the requests that the frame shows: asked for once.
  line.forget();
  await ahmed.page.goto("/friends");
  await expect(ahmed.page.getByRole("region", { name: "Friends" })).toContainText("Sara");
  await expect.poll(() => line.asked.some(({ input }) => "device_id" in input)).toBe(true);
  await line.breakOff();
  const ofFriends = everything.filter(({ command }) => !/^(message|mark):/.test(command));
  await expect.poll(() => sorted(line.asked)).toEqual(sorted([...ofFriends, { command: "friend:list", input: {} }]));
  expect(line.rest).toEqual([]);
});

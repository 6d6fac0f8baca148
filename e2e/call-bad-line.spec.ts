import { expect, type Person } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { expectToTalk } from "./support/audio";
import { type BadLine, layLine } from "./support/bad-line";
import { withRelay } from "./support/with-relay";

/** Sara's way to the relay is a line that can be made bad. */
const test = withRelay().extend<object, { line: BadLine }>({
  line: [
    async ({ relay }, use) => {
      const line = await layLine(relay.port);
      await use(line);
      line.dispose();
    },
    { scope: "worker" },
  ],
  settings: [
    async ({ relay, line }, use) =>
      use({ TURN_URLS: `turn:127.0.0.1:${line.port}?transport=udp`, TURN_SECRET: relay.secret }),
    { scope: "worker" },
  ],
});

const quality = ({ page }: Person) => callOf(page).bar.getByText(/^(Good|Fair|Poor) quality$/);
/** The bars look back ten seconds. */
const IN_SIGHT = { timeout: 25_000 };

test("a line that loses every fourth packet and is late shows on both screens, its mending too, and the log knows", async ({
  ahmed,
  sara,
  conversation,
  line,
}) => {
  test.slow();
  await sara.api("PATCH", "/me", { relay_only: true });
  await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
  const say = async (moment: string) => {
    const [his, hers] = await Promise.all([ahmed, sara].map((who) => quality(who).textContent()));
    console.info(`${moment}: ${his} at ahmed's, ${hers} at sara's`);
  };
  await Promise.all([ahmed, sara].map((who) => expect(quality(who)).toBeAttached()));
  await say("at first");
  line.become({ loss: 0.25, delayMs: 150 });
  await Promise.all([ahmed, sara].map((who) => expect(quality(who)).toHaveText("Poor quality", IN_SIGHT)));
  await expectToTalk(ahmed.page, sara.page);
  await say("one in four lost");
  line.become({ loss: 0, delayMs: 0 });
  await Promise.all([ahmed, sara].map((who) => expect(quality(who)).not.toHaveText("Poor quality", IN_SIGHT)));
  await say("mended");
  await callOf(sara.page).hangUp();
  await Promise.all([callOf(ahmed.page).expectEnded("completed"), callOf(sara.page).expectEnded("completed")]);
  const [call] = await ahmed.api<{ reports: Record<"caller" | "callee", { loss: number; route: string }> }[]>(
    "GET",
    "/calls",
  );
  expect(call?.reports.callee.route).toBe("relay");
  for (const { loss } of Object.values(call?.reports ?? {})) {
    expect(loss).toBeGreaterThan(0.02);
    expect(loss).toBeLessThan(0.25);
  }
});

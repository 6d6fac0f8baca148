import { expect, type Person, signIn, test } from "./fixtures";
import { chatOf } from "./pages/chat";
import { tapSockets } from "./support/tap";

async function textsOf(who: Person, conversation: number): Promise<string[]> {
  const messages = await who.api<{ message: string }[]>("GET", `/chat/conversations/${conversation}/messages?peek=1`);
  return messages.map(({ message }) => message);
}

test("what has no answer stays through a reload and a closed tab, and goes out once, in order", async ({
  ahmed,
  sara,
  conversation,
}) => {
  const tap = await tapSockets(ahmed.context);
  const his = chatOf(ahmed.page);
  const hers = chatOf(sara.page);
  await Promise.all([his.open(conversation), hers.open(conversation)]);
  await expect.poll(() => ahmed.console).toContain("Chat WebSocket connected");

  tap.close("up");
  await his.send("one");
  await his.send("two");
  await his.expectState("two", "Sending");
  await ahmed.page.reload();
  await his.expectState("one", "Sending");
  await his.expectState("two", "Sending");
  await tap.open();
  await his.expectState("two", "Read");

  // Stored, and the answer lost.
  tap.close("down");
  await his.send("three");
  await hers.expectToShow("three");
  await his.expectState("three", "Sending");
  await ahmed.page.close();
  await tap.open();
  const second = await ahmed.context.newPage();
  await chatOf(second).open(conversation);
  await chatOf(second).expectState("three", "Read");
  await expect(chatOf(second).log.getByRole("article")).toHaveCount(3);

  // Closed right after Send, and opened again on another page.
  tap.close("up");
  await chatOf(second).send("four");
  await second.close();
  await tap.open();
  const third = await ahmed.context.newPage();
  await third.goto("/friends");
  await hers.expectToShow("four");
  expect(await textsOf(sara, conversation)).toEqual(["one", "two", "three", "four"]);
  await expect(hers.log.getByRole("article")).toHaveCount(4);
});

test("two tabs that are written in offline send each message once, in the order of writing", async ({
  ahmed,
  sara,
  conversation,
}) => {
  const one = chatOf(ahmed.page);
  const other = await ahmed.context.newPage();
  const two = chatOf(other);
  await Promise.all([one.open(conversation), two.open(conversation), chatOf(sara.page).open(conversation)]);
  await expect.poll(() => ahmed.console).toContain("Chat WebSocket connected");
  await ahmed.context.setOffline(true);
  await one.send("first");
  await two.expectState("first", "Sending");
  await two.send("second");
  await one.expectState("second", "Sending");
  await one.send("third");
  await two.expectState("third", "Sending");
  await ahmed.context.setOffline(false);
  for (const tab of [one, two]) {
    await tab.expectState("third", "Read");
    await expect(tab.log.getByRole("article")).toHaveText([/first/, /second/, /third/]);
  }
  expect(await textsOf(sara, conversation)).toEqual(["first", "second", "third"]);
});

test("a crash of the server in the middle loses and doubles nothing", async ({ ahmed, sara, conversation, server }) => {
  const his = chatOf(ahmed.page);
  const hers = chatOf(sara.page);
  await Promise.all([his.open(conversation), hers.open(conversation)]);
  await his.send("before");
  await his.expectState("before", "Read");
  const crashed = server.crash();
  await his.send("during");
  await his.send("still");
  await crashed;
  await his.expectState("still", "Read");
  await hers.send("after");
  await his.expectToShow("after");
  for (const log of [his.log, hers.log]) {
    await expect(log.getByRole("article")).toHaveText([/before/, /during/, /still/, /after/]);
  }
});

test("what waits is its person's: nobody else sends it, and it goes when they sign out", async ({
  ahmed,
  sara,
  conversation,
}) => {
  const tap = await tapSockets(ahmed.context);
  const his = chatOf(ahmed.page);
  await his.open(conversation);
  tap.close("up");
  await his.send("from ahmed");
  await his.expectState("from ahmed", "Sending");

  // Somebody else signs in on the same browser while his tab is still open.
  await ahmed.context.clearCookies();
  await signIn(ahmed.context, sara);
  await tap.open();
  await expect(ahmed.page).toHaveURL(/\/chat$/);
  await his.open(conversation);
  await his.send("from sara");
  await his.expectState("from sara", "Sent");
  await expect(his.log.getByRole("article")).toHaveText([/from sara/]);
  expect(await textsOf(sara, conversation)).toEqual(["from sara"]);

  await ahmed.context.clearCookies();
  await signIn(ahmed.context, ahmed);
  await his.open(conversation);
  await his.expectState("from ahmed", "Sent");

  tap.close("up");
  await his.send("never sent");
  await his.expectState("never sent", "Sending");
  await ahmed.page.goto("/settings");
  const signOut = ahmed.page.getByRole("button", { name: "Sign out", exact: true });
  await signOut.click();
  const question = ahmed.page.getByRole("alertdialog", { name: "Sign out without sending?" });
  await expect(question).toContainText("1 message has not been sent yet");
  await question.getByRole("button", { name: "Sign out" }).click();
  await expect(ahmed.page).toHaveURL(/\/login/);
  await tap.open();
  await signIn(ahmed.context, ahmed);
  await his.open(conversation);
  await his.expectToShow("from ahmed");
  await his.send("sent instead");
  await his.expectState("sent instead", "Sent");
  expect(await textsOf(sara, conversation)).toEqual(["from sara", "from ahmed", "sent instead"]);
});

import { expect, type Person, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { expectToTalk } from "./support/audio";
import { plugIn, pullMicrophone, refuseMicrophone, rehearseMicrophone, sentFrom } from "./support/microphone";
import { pitchesOf, rememberSounds, sinksOf } from "./support/sound";

async function talk(ahmed: Person, sara: Person, conversation: number): Promise<void> {
  await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
}

test("another microphone and loudspeaker, chosen while they talk, and kept for the next call", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await ahmed.context.addInitScript(rememberSounds);
  await talk(ahmed, sara, conversation);
  const { page } = ahmed;
  await callOf(page).bar.getByRole("button", { name: "Sound", exact: true }).click();
  const sound = page.getByRole("dialog", { name: "Sound" });
  await expect(sound.getByText("Your microphone hears you")).toBeVisible();
  await sound.getByRole("combobox", { name: "Microphone" }).selectOption({ label: "Fake Audio Input 2" });
  await expect.poll(() => sentFrom(page)).toBe("Fake Audio Input 2");
  await expectToTalk(page, sara.page);
  const [speaker = ""] = await sound.getByRole("combobox", { name: "Loudspeaker" }).selectOption({ index: 1 });
  await expect.poll(() => sinksOf(page), "the voice is heard there").toEqual([speaker]);
  await sound.getByRole("button", { name: "Test loudspeaker" }).click();
  await expect.poll(() => pitchesOf(page)).toContain(880);
  await expect(sound.getByText("Heard nothing?")).toBeVisible();
  expect(await sinksOf(page), "and so is the test").toEqual([speaker, speaker]);
  await sound.getByRole("switch", { name: "Quieten the background" }).click();
  await page.keyboard.press("Escape");
  await expect(sound).toBeHidden();
  await expectToTalk(page, sara.page);
  await callOf(sara.page).hangUp();
  await Promise.all([callOf(page).expectEnded("completed"), callOf(sara.page).expectEnded("completed")]);

  await talk(ahmed, sara, conversation);
  expect(await sentFrom(page)).toBe("Fake Audio Input 2");
  await expect.poll(() => sinksOf(page)).toEqual([speaker]);
});

test("the other sees who is muted, also after a reload", async ({ ahmed, sara, conversation }) => {
  await talk(ahmed, sara, conversation);
  const word = callOf(sara.page).bar.getByText("Ahmed Mohamed is muted");
  await callOf(ahmed.page).mute();
  await expect(word).toBeVisible();
  await sara.page.reload();
  await expect(word).toBeVisible({ timeout: 15_000 });
  await callOf(ahmed.page).unmute();
  await expect(word).toBeHidden();
  await expectToTalk(ahmed.page, sara.page);
});

test("a microphone that is pulled out gives way to another, and both go on talking", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await rehearseMicrophone(ahmed.context);
  await talk(ahmed, sara, conversation);
  await pullMicrophone(ahmed.page);
  await expect(ahmed.page.getByRole("status", { name: "Notices" })).toContainText("The microphone went away");
  await expectToTalk(ahmed.page, sara.page);
});

test("the last microphone pulled out: both are told, the call stays, and the next one speaks", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await rehearseMicrophone(ahmed.context);
  await talk(ahmed, sara, conversation);
  await refuseMicrophone(ahmed.page, "NotFoundError");
  await pullMicrophone(ahmed.page);
  await expect(callOf(ahmed.page).bar).toContainText("cannot hear you: your microphone is gone");
  await expect(callOf(sara.page).bar).toContainText("Ahmed Mohamed has a problem with their microphone");
  await refuseMicrophone(ahmed.page, null);
  await plugIn(ahmed.page);
  await expectToTalk(ahmed.page, sara.page);
  await expect(callOf(ahmed.page).bar).not.toContainText("cannot hear you");
  await expect(callOf(sara.page).bar).not.toContainText("problem");
});

const refusals = [
  ["NotAllowedError", "Allow it beside the address bar"],
  ["NotFoundError", "No microphone was found"],
  ["NotReadableError", "Another program is using the microphone"],
] as const;

for (const [name, advice] of refusals) {
  test(`sara accepts and her browser says ${name}: she reads what helps, ahmed is told`, async ({
    ahmed,
    sara,
    conversation,
  }) => {
    await rehearseMicrophone(sara.context, name);
    await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
    await callOf(ahmed.page).start();
    await callOf(sara.page).accept();
    await expect(sara.page.getByRole("status").filter({ hasText: advice })).toBeVisible();
    const told = "Sara Haddad has a problem with their microphone";
    await expect(ahmed.page.getByRole("status").filter({ hasText: told })).toBeVisible();
    expect(await ahmed.api("GET", "/calls/current")).toBeNull();
    // Answered, but never talked through: the log does not call it completed.
    expect(await ahmed.api("GET", "/calls")).toMatchObject([{ end_reason: "failed", accepted_at: expect.any(String) }]);
  });
}

test("ahmed's microphone fails while it rings: he reads why, and sara is told instead of left to wonder", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await rehearseMicrophone(ahmed.context);
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await callOf(ahmed.page).start();
  await expect(callOf(ahmed.page).outgoing).toContainText("Ringing");
  await expect(callOf(sara.page).popup).toBeVisible();
  await refuseMicrophone(ahmed.page, "NotAllowedError");
  await pullMicrophone(ahmed.page);
  await expect(ahmed.page.getByRole("status").filter({ hasText: "Allow it beside the address bar" })).toBeVisible();
  await expect(callOf(sara.page).popup).toBeHidden();
  const told = "Ahmed Mohamed has a problem with their microphone";
  await expect(sara.page.getByRole("status").filter({ hasText: told })).toBeVisible();
});

test("a page without https says so, and rings nobody", async ({ ahmed, sara, conversation }) => {
  // What a browser does on plain http: there are no media devices at all.
  await ahmed.context.addInitScript(() => {
    Object.defineProperty(navigator, "mediaDevices", { value: undefined });
  });
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await callOf(ahmed.page).start();
  await expect(ahmed.page.getByRole("status").filter({ hasText: "over https" })).toBeVisible();
  await expect(callOf(sara.page).popup).toBeHidden();
  expect(await sara.api("GET", "/calls/current")).toBeNull();
});

test("on a phone the bar opens to the whole screen and closes again", async ({ ahmed, sara, conversation }) => {
  await ahmed.page.setViewportSize({ width: 390, height: 844 });
  await talk(ahmed, sara, conversation);
  const { page } = ahmed;
  const whole = page.getByRole("dialog", { name: "Call with Sara Haddad" });
  const bar = callOf(page).bar;
  await bar.getByText("Sara Haddad").click({ force: true });
  await expect(whole.getByRole("timer")).toHaveText(/^\d{2}:\d{2}$/);
  await whole.getByRole("button", { name: "Mute", exact: true }).click();
  await expect(callOf(sara.page).bar).toContainText("Ahmed Mohamed is muted");
  await whole.getByRole("button", { name: "Sound", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Sound" })).toContainText("You are muted");
  await page.keyboard.press("Escape");
  await expect(whole).toBeVisible();
  await whole.getByRole("button", { name: "Make the call small" }).click();
  await expect(whole).toBeHidden();
  await callOf(page).unmute();
  await expectToTalk(page, sara.page);
  await bar.getByRole("button", { name: "Show the call" }).click();
  await whole.getByRole("button", { name: "Hang up", exact: true }).click();
  await Promise.all([callOf(page).expectEnded("completed"), callOf(sara.page).expectEnded("completed")]);
  await expect(whole).toBeHidden();
});

test("the call stays in sight in a small window of its own, and is muted and ended there", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await talk(ahmed, sara, conversation);
  const [small] = await Promise.all([
    ahmed.context.waitForEvent("page"),
    callOf(ahmed.page).bar.getByRole("button", { name: "Keep the call in sight" }).click(),
  ]);
  await expect(callOf(small).timer).toHaveText(/^\d{2}:\d{2}$/);
  await callOf(small).mute();
  await expect(callOf(sara.page).bar).toContainText("Ahmed Mohamed is muted");
  await callOf(small).unmute();
  await expectToTalk(ahmed.page, sara.page);
  await callOf(small).hangUp();
  await Promise.all([callOf(ahmed.page).expectEnded("completed"), callOf(sara.page).expectEnded("completed")]);
  await expect.poll(() => small.isClosed()).toBe(true);
});

test("the system is told with whom one talks, and the sound of the end is heard once", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await ahmed.context.addInitScript(() => {
    const notes: number[] = [];
    Object.assign(window, { testNotes: notes });
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) {
      notes.push(Math.round(this.frequency.value));
      start.apply(this, when);
    };
  });
  const notes = () => ahmed.page.evaluate(() => (window as unknown as { testNotes: number[] }).testNotes.splice(0));
  const title = () => ahmed.page.evaluate(() => navigator.mediaSession.metadata?.title ?? null);
  await talk(ahmed, sara, conversation);
  expect(await title()).toBe("Sara Haddad");
  await notes();
  await callOf(sara.page).hangUp();
  await callOf(ahmed.page).expectEnded("completed");
  await expect.poll(notes).toEqual([520, 390]);
  expect(await title()).toBeNull();
});

test("a third person rings in vain: they hear busy, sara reads a quiet word, and the call goes on", async ({
  ahmed,
  sara,
  conversation,
  person,
}) => {
  const omar = await person({ name: "Omar Farid", username: "omar" });
  const { conversation_id } = await omar.api<{ conversation_id: number }>("POST", "/chat/conversations/start", {
    user_id: sara.id,
  });
  await sara.api("POST", `/chat/conversations/${conversation_id}/accept`);
  await talk(ahmed, sara, conversation);
  await chatOf(omar.page).open(conversation_id);
  await callOf(omar.page).start();
  await callOf(omar.page).expectEnded("busy");
  await expect(callOf(sara.page).popup).toBeHidden();
  await expect(sara.page.getByRole("status", { name: "Notices" })).toContainText("Missed call from Omar Farid");
  await expect(ahmed.page.getByRole("status", { name: "Notices" })).toBeEmpty();
  await expectToTalk(ahmed.page, sara.page);
});

test("settings: the microphone is chosen and tried before anybody calls", async ({ ahmed }) => {
  const { page } = ahmed;
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.goto("/settings");
  const sound = page.getByRole("region", { name: "Sound" });
  await sound.getByRole("button", { name: "Test microphone" }).click();
  const word = sound.getByText("Your microphone hears you");
  await expect(word).toBeVisible();
  const bar = word.locator("xpath=preceding-sibling::span/span");
  await expect.poll(async () => (await bar.boundingBox())?.width ?? 0, "the level moves").toBeGreaterThan(20);
  await sound.getByRole("combobox", { name: "Microphone" }).selectOption({ label: "Fake Audio Input 1" });
  await sound.getByRole("button", { name: "End the test" }).click();
  await page.reload();
  await expect(sound.getByRole("combobox", { name: "Microphone" })).toHaveValue(/.+/);
});

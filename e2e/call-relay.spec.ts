import { expect } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { expectToTalk } from "./support/audio";
import { routeOf, toldRoutes } from "./support/routes";
import { withRelay } from "./support/with-relay";

const test = withRelay();

for (const caller of ["sara", "ahmed"] as const) {
  test(`sara hides her address, ${caller} calls: they talk over the relay, and no signal tells where she is`, async ({
    ahmed,
    sara,
    conversation,
  }) => {
    await sara.api("PATCH", "/me", { relay_only: true });
    const [fromSara, fromAhmed] = [toldRoutes(sara.page), toldRoutes(ahmed.page)];
    await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
    const [first, second] = caller === "sara" ? [sara, ahmed] : [ahmed, sara];
    await callOf(first.page).start();
    await callOf(second.page).accept();
    await expectToTalk(ahmed.page, sara.page);
    expect((await routeOf(sara.page))?.local).toBe("relay");
    expect((await routeOf(ahmed.page))?.remote).toBe("relay");
    expect(fromSara.types.length).toBeGreaterThan(0);
    expect(new Set(fromSara.types)).toEqual(new Set(["relay"]));
    expect(fromSara.addresses()).toEqual([]);
    // The same ears hear ahmed's, who hides nothing.
    expect(new Set(fromAhmed.types)).toContain("host");
    expect(fromAhmed.addresses()).not.toEqual([]);
    await callOf(sara.page).hangUp();
    await Promise.all([callOf(ahmed.page).expectEnded("completed"), callOf(sara.page).expectEnded("completed")]);
  });
}

test("both hide their address, by the switch in the settings: they talk over the relay", async ({
  ahmed,
  sara,
  conversation,
}) => {
  for (const { page } of [ahmed, sara]) {
    await page.goto("/settings");
    const relayed = page.getByRole("switch", { name: "Always relay my calls" });
    await relayed.click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    await page.reload();
    await expect(relayed).toBeChecked();
  }
  await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
  for (const { page } of [ahmed, sara]) expect(await routeOf(page)).toEqual({ local: "relay", remote: "relay" });
});

import type { Locator, Page } from "@playwright/test";
import { befriend, expect, type Person, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";

/** Everything here happens live, on both screens, without a reload. */
const requests = (page: Page) => page.getByRole("region", { name: "Requests", exact: true });
const friends = (page: Page) => page.getByRole("region", { name: "Friends", exact: true });
const row = (scope: Page | Locator, who: Person) => scope.getByRole("listitem").filter({ hasText: who.name });
const press = (scope: Page | Locator, name: string) => scope.getByRole("button", { name, exact: true }).click();

async function strangers(person: (who: { name: string; username: string }) => Promise<Person>) {
  return Promise.all([
    person({ name: "Huda Salem", username: "huda" }),
    person({ name: "Karim Nassar", username: "karim" }),
  ]);
}

test("a request is found by search, withdrawn, sent again, declined, sent again, accepted", async ({ person }) => {
  const [huda, karim] = await strangers(person);
  await Promise.all([huda.page.goto("/search"), karim.page.goto("/friends")]);
  await huda.page.getByRole("searchbox", { name: "Search people" }).fill(karim.username.slice(0, 4));
  const found = row(huda.page, karim).filter({ hasText: karim.username });

  await press(found, "Add friend");
  await expect(row(requests(karim.page), huda)).toBeVisible();
  await press(found, "Withdraw request");
  await expect(row(requests(karim.page), huda)).toBeHidden();

  await press(found, "Add friend");
  await press(row(requests(karim.page), huda), "Decline request");
  await expect(found.getByRole("button", { name: "Add friend", exact: true })).toBeVisible();

  await press(found, "Add friend");
  await press(row(requests(karim.page), huda), "Accept request");
  await expect(row(friends(karim.page), huda)).toBeVisible();
  await huda.page.goto("/friends");
  await expect(row(friends(huda.page), karim)).toBeVisible();
});

test("a friend removed is gone on both sides", async ({ person }) => {
  const [huda, karim] = await strangers(person);
  await befriend(huda, karim);
  await Promise.all([huda.page.goto("/friends"), karim.page.goto("/friends")]);
  await expect(row(friends(karim.page), huda)).toBeVisible();
  await press(row(friends(huda.page), karim), `More for ${karim.name}`);
  await huda.page.getByRole("menuitem", { name: "Remove friend" }).click();
  await press(huda.page.getByRole("alertdialog"), "Remove");
  await expect(row(friends(huda.page), karim)).toBeHidden();
  await expect(row(friends(karim.page), huda)).toBeHidden();
});

test("a blocked person cannot find, message or ring, and is not told", async ({ ahmed, sara, conversation }) => {
  await Promise.all([sara.page.goto("/friends"), chatOf(ahmed.page).open(conversation)]);
  await press(row(friends(sara.page), ahmed), `More for ${ahmed.name}`);
  await sara.page.getByRole("menuitem", { name: "Block" }).click();
  await press(sara.page.getByRole("alertdialog"), "Block");
  await expect(row(friends(sara.page), ahmed)).toBeHidden();

  await chatOf(ahmed.page).send("are you there?");
  await chatOf(ahmed.page).expectState("are you there?", "Not sent");
  await expect(ahmed.page.getByText(/block/i)).toHaveCount(0);
  await callOf(ahmed.page).start();
  await expect(callOf(ahmed.page).outgoing).toBeHidden();
  await expect(callOf(sara.page).popup).toBeHidden();
  await ahmed.page.goto("/search");
  await ahmed.page.getByRole("searchbox", { name: "Search people" }).fill(sara.username);
  await expect(ahmed.page.getByText("No one found", { exact: false }).first()).toBeVisible();
  await ahmed.page.goto(`/profile/${sara.username}`);
  await expect(ahmed.page.getByRole("heading", { name: "Page not found" })).toBeVisible();

  await sara.page.goto("/settings");
  await press(sara.page.getByRole("listitem").filter({ hasText: ahmed.name }), "Unblock");
  await ahmed.page.goto("/search");
  await ahmed.page.getByRole("searchbox", { name: "Search people" }).fill(sara.username);
  await expect(row(ahmed.page, sara)).toBeVisible();
});

test("online and last seen follow a person live, and can be hidden", async ({ ahmed, sara }) => {
  await ahmed.page.goto("/friends");
  await sara.page.goto("/friends");
  const seen = row(friends(ahmed.page), sara);
  await expect(seen).toContainText("online", { ignoreCase: true });
  await sara.page.goto("/settings");
  await sara.page.getByRole("switch", { name: "Show when I am online" }).click();
  await expect(seen).not.toContainText("online", { ignoreCase: true });
  await sara.page.getByRole("switch", { name: "Show when I am online" }).click();
  await expect(seen).toContainText("online", { ignoreCase: true });
  await sara.page.close();
  await expect(seen).toContainText("last seen", { ignoreCase: true });
});

test("search understands Arabic spelling as it is typed", async ({ person }) => {
  const [huda] = await strangers(person);
  const iman = await person({ name: "إيمان الهُدى", username: "iman" });
  await huda.page.goto("/search");
  for (const typed of ["ايمان", "الهدي", "إيمَان"]) {
    await huda.page.getByRole("searchbox", { name: "Search people" }).fill(typed);
    await expect(row(huda.page, iman)).toBeVisible();
  }
});

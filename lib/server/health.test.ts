import { afterAll, beforeAll, expect, it } from "vitest";
import { answerLive, answerReady } from "./probes";
import { provide, type Resources, resources } from "./resources";
import { serveRoutes } from "./testing/route-server";

let world: Awaited<ReturnType<typeof serveRoutes>>;
beforeAll(async () => {
  world = await serveRoutes([
    ["GET", /^\/live$/, answerLive],
    ["GET", /^\/ready$/, answerReady],
  ]);
});
afterAll(() => world.stop());

async function ready(standing?: Resources["standing"]) {
  provide({ ...resources(), standing });
  const answer = await fetch(`${world.url}/ready`);
  return { status: answer.status, ...(await answer.json()).data };
}

it("is ready while the database answers, and says what else is missing", async () => {
  expect(await (await fetch(`${world.url}/live`)).json()).toEqual({ status: true });
  expect(await ready()).toMatchObject({ status: 200, redis: null, reasons: [] });
  const standing = { reachable: () => true, stopping: () => false };
  expect(await ready(standing)).toMatchObject({ status: 200, redis: true, reasons: [] });
  expect(await ready({ ...standing, reachable: () => false })).toMatchObject({ status: 200, reasons: ["redis_away"] });
  const alone = { ...standing, reachable: () => null, socketHost: () => false };
  expect(await ready(alone)).toMatchObject({ status: 200, redis: null, reasons: ["socket_host_away"] });
  expect(await ready({ ...standing, stopping: () => true })).toMatchObject({ status: 503, reasons: ["stopping"] });
  await world.database.close();
  expect(await ready(standing)).toMatchObject({ status: 503, database: false, reasons: ["database_away"] });
});

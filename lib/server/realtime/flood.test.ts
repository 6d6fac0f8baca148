import { afterAll, beforeAll, expect, it } from "vitest";
import { type Wire, wire } from "@/e2e/support/socket";
import type { CommandName } from "@/lib/contracts/realtime";
import { newcomer, twoMobiles } from "./pusher-protocol/testing/nida";
import { openSocketHouse, type SocketHouse } from "./testing/socket-house";

let house: SocketHouse;
beforeAll(async () => {
  house = await openSocketHouse({ RATE_LIMIT: "on" });
});
afterAll(() => house?.close());

const MANY = 1000;

/** One command and its answer, however long it takes. */
const asked = ({ socket }: Wire) => new Promise((resolve) => socket.emit("friend:list", {}, resolve));

/** Says one command as often as there is room on the line, without waiting for an answer; counts the answers. */
function flood({ socket }: Wire, command: CommandName, input: unknown): () => number {
  let answers = 0;
  for (let times = 0; times < MANY; times++) {
    socket.emit(command, input, () => {
      answers += 1;
    });
  }
  return () => answers;
}

it("a flood of commands holds up nobody else, over however many sockets", async () => {
  const { ahmed: flooding, conversation_id } = await twoMobiles(house);
  const bystander = await newcomer(house);
  const loud = await Promise.all([wire(house.url, flooding), wire(house.url, flooding)]);
  const quiet = await wire(house.url, bystander);
  const answered = loud.map((socket) => flood(socket, "message:list", { conversation_id, peek: true }));
  for (let times = 0; times < 5; times++) expect(await asked(quiet)).toMatchObject({ ok: true });
  const sum = answered.reduce((all, answers) => all + answers(), 0);
  expect(sum, "five calls one after another were done before the flood was").toBeLessThan(MANY);
  for (const { socket } of [...loud, quiet]) socket.disconnect();
}, 60_000);

it("packets that nobody asked for are read beside those of others", async () => {
  const [flooding, bystander] = [await newcomer(house), await newcomer(house)];
  const [loud, quiet] = await Promise.all([wire(house.url, flooding), wire(house.url, bystander)]);
  for (let times = 0; times < 100_000; times++) loud.socket.emit("nothing of ours");
  let isOver = false;
  loud.socket.emit("friend:list", {}, () => {
    isOver = true;
  });
  for (let times = 0; times < 3; times++) await asked(quiet);
  expect(isOver, "three calls one after another were done before the flood was").toBe(false);
  for (const { socket } of [loud, quiet]) socket.disconnect();
}, 60_000);

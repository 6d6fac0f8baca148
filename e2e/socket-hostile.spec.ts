import { randomBytes } from "node:crypto";
import { errorStatus } from "@/lib/contracts/errors";
import { commandNames } from "@/lib/contracts/realtime";
import { operations } from "@/lib/domain/operations";
import { hostileInput, hostileValue, sampleOf } from "@/lib/domain/testing/hostile";
import { expect } from "./fixtures";
import { newcomer, twoPeople } from "./support/rest";
import { closed, closedAfter, frame, rawSocket, resetUpgrade } from "./support/socket";
import { expectAlive, withSockets } from "./support/with-sockets";

const test = withSockets();

test("every command answers hostile input with a refusal, and the socket lives on", async ({ server, open }) => {
  test.setTimeout(120_000);
  // In no conversation: whatever a number may hit, it is not theirs.
  const [loner, stranger] = [await newcomer(server.url), await newcomer(server.url)];
  const one = await open({ token: loner.token, device_id: "device-one" });
  for (const command of commandNames) {
    const op = operations.find((each) => each.command === command);
    if (!op) throw new Error(`nobody answers ${command}`);
    // Needs to be told nothing: it answers what is the caller's own, whose shape the operation declares.
    const asksNothing = op.input.safeParse({}).success;
    // Everybody may be looked at by their number.
    const ofAnybody = command === "user:get";
    const expectHarmless = (data: unknown, what: string) => {
      expect(op.output.safeParse(data).error, what).toBeUndefined();
      if (!ofAnybody) expect(JSON.stringify(data), what).not.toContain(stranger.username);
    };
    const inputs = [
      ...sampleOf(hostileInput(op, { device_id: "device-one" }), 40),
      ...sampleOf(hostileValue, 20),
      ...[undefined, randomBytes(64), { conversation_id: randomBytes(8), call_id: randomBytes(8) }],
    ];
    const answers = await Promise.all(inputs.map((input) => one.say(command, input)));
    for (const [at, answer] of answers.entries()) {
      const what = `${command} ${JSON.stringify(inputs[at])}`.slice(0, 300);
      if (answer.ok && (asksNothing || ofAnybody)) {
        expectHarmless(answer.data, what);
        continue;
      }
      if (answer.ok) throw new Error(`not refused: ${what}`);
      expect(Object.keys(errorStatus), what).toContain(answer.code);
      expect(answer.code, what).not.toBe("internal");
      expect(answer.message, what).toMatch(/[\u0600-\u06ff]/);
    }
    const nothing = await one.say(command);
    const more = await one.say(command, {}, 1, "more");
    expect(nothing, `${command} with nothing`).toMatchObject({ ok: false, code: "validation_failed" });
    expect(more, `${command} with more`).toMatchObject({ ok: asksNothing });
    // Nobody waits for these answers.
    one.socket.emit(command);
    one.socket.emit(command, { conversation_id: {} });
    one.socket.emit(command, "rubbish", "no function");
  }
  one.socket.emit("error", "not an error of ours");
  one.socket.emit("no:such:command", {});
  await expectAlive(one, "after all of it");
});

test("a frame that is too large costs its sender the connection, and nobody else", async ({ server, open }) => {
  const { ahmed, sara, conversation } = await twoPeople(server.url);
  const loud = await open({ token: ahmed.token });
  const [again, other] = [await open({ token: ahmed.token }), await open({ token: sara.token })];
  const gone = closedAfter(loud, 5000);
  loud.socket.emit("message:send", { conversation_id: conversation, message: "x".repeat(200_000) });
  expect(await gone).not.toBe("still open");
  await expectAlive(again, "the other tab");
  await expectAlive(other, "the other person");
  expect(await ahmed.ask("GET", `/chat/conversations/${conversation}/messages?peek=1`)).toEqual([]);
});

test("rubbish below the protocol breaks nothing", async ({ server, open }) => {
  const sara = await newcomer(server.url);
  const witness = await open({ token: sara.token });
  const login = `40${JSON.stringify({ token: sara.token })}`;
  const texts = ["", "4", "9", "40", "40null", "40[]", "40{", '40"x"', "40/admin,", "41", "42", "42[", "42[1]", "42{}"];
  const packets = ['42["typing"]', '42["error",1]', '42["disconnect"]', '42["__proto__",{}]', '421["typing"]', "43[]"];
  const attachments = ['451-["typing",{"_placeholder":true,"num":0}]', '459999-["typing"]', '45-["typing"]', "46-[]"];
  const bytes = [frame(randomBytes(300), 2), frame(Buffer.from([0xff, 0xfe]), 1), frame("", 8), frame("x", 7)];
  const broken = [randomBytes(2000), Buffer.from("81ff", "hex"), Buffer.alloc(500), ...bytes];
  const sendings = [...texts, ...packets, ...attachments].map((text) => [frame(text), frame('42["typing",{}]')]);
  for (const rubbish of [...sendings, ...broken.map((each) => [each])]) {
    for (const before of [[], [frame(login)]]) {
      const tcp = await rawSocket(server.url);
      tcp.end(Buffer.concat([...before, ...rubbish]));
      // Closed by the server too: so all of it has been read.
      await closed(tcp);
    }
  }
  // No upgrade that is not ours stays open, nor does one that is broken.
  const paths = ["/", "/%ff", "/socket.io/", "/socket.io/?EIO=9&transport=polling", "/_next/x", "/app/none", "/x y"];
  for (const path of paths) await closed(await rawSocket(server.url, path));
  for (const path of [...paths, "/socket.io/?EIO=4&transport=websocket"]) await resetUpgrade(server.url, path);
  await expectAlive(witness, "who was connected all along");
  await expectAlive(await open({ token: sara.token }), "who comes after");
});

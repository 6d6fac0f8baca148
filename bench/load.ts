import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { io, type Socket } from "socket.io-client";
import { createPositions } from "@/lib/client/chat-positions";
import type { Pair } from "./store";

/** What one run does to a server; the same for Nida and for the bare one. */
export interface Load {
  url: string;
  /** where the receivers are, if not at `url` */
  receiverUrl?: string;
  pairs: Pair[];
  seconds: number;
  /** messages each second over all pairs; null: each pair as fast as it is answered */
  perSecond: number | null;
  /** whether receivers say what has arrived and what they have read, as a browser does */
  receipts: boolean;
}

export interface LoadReport {
  /** messages that were acknowledged and received */
  messages: number;
  seconds: number;
  /** from sending to the other's receiving, in milliseconds */
  latencies: number[];
  /** messages that were not taken */
  refused: number;
  /** how busy this process was, 0 to 1: near 1 it measures itself */
  busy: number;
}

/** The first of it warms both sides up and is not counted, in milliseconds. */
const WARM_UP_MS = 2000;
/** How long the last receipts are waited for, in milliseconds. */
const RECEIPTS_WITHIN_MS = 15_000;
const TEXT = "مرحبًا، كيف حالك؟ نلتقي غدًا في المقهى إن شاء الله.";

interface Speaker {
  /** settles once the receipts are taken, or the server has had time enough */
  quiet(): Promise<void>;
  /** settles once the message is acknowledged and the other has it; answers how long the way there took */
  send(): Promise<number>;
  close(): void;
}

async function dial(url: string, token: string): Promise<Socket> {
  const socket = io(url, { transports: ["websocket"], forceNew: true, auth: { token } });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return socket;
}

async function speaker({ url, receiverUrl = url, receipts }: Load, pair: Pair): Promise<Speaker> {
  const [sender, receiver] = [await dial(url, pair.sender), await dial(receiverUrl, pair.receiver)];
  const expected = new Map<string, (at: number) => void>();
  const delivered = createPositions("conversation:delivered", 50);
  const read = createPositions("conversation:read", 250);
  let unanswered = 0;
  let saidAt = 0;
  if (receipts)
    for (const each of [delivered, read])
      each.setCommand(async (name, input) => {
        unanswered += 1;
        saidAt = performance.now();
        // Once the load is over nobody waits for an answer.
        const answer = await receiver.emitWithAck(name, input).catch(() => new Promise<never>(() => {}));
        unanswered -= 1;
        return answer;
      });
  receiver.on("message.sent", ({ client_id, seq }: { client_id: string; seq: number }) => {
    expected.get(client_id)?.(performance.now());
    expected.delete(client_id);
    delivered.reach(pair.conversation, seq);
    read.reach(pair.conversation, seq);
  });
  return {
    async send() {
      const client_id = randomUUID();
      const received = new Promise<number>((resolve) => expected.set(client_id, resolve));
      const from = performance.now();
      const answer = await sender.emitWithAck("message:send", {
        conversation_id: pair.conversation,
        message: TEXT,
        client_id,
      });
      if (!answer.ok) throw new Error(answer.message);
      return (await received) - from;
    },
    async quiet() {
      const until = performance.now() + RECEIPTS_WITHIN_MS;
      while ((unanswered > 0 || performance.now() - saidAt < 1000) && performance.now() < until) await wait(50);
    },
    close() {
      sender.disconnect();
      receiver.disconnect();
    },
  };
}

interface Takes {
  take(latency: number): void;
  refused(error: Error): void;
}

/** Each pair sends its next message when the last has come and is acknowledged. */
async function closedLoop(speakers: Speaker[], until: number, take: (latency: number) => void): Promise<void> {
  const converse = async ({ send }: Speaker) => {
    while (performance.now() < until) take(await send());
  };
  await Promise.all(speakers.map(converse));
}

/** Messages go out by the clock, whether or not the earlier ones have come. */
async function paced(speakers: Speaker[], until: number, perSecond: number, { take, refused }: Takes) {
  const from = performance.now();
  const under: Promise<void>[] = [];
  for (let sent = 0; performance.now() < until; ) {
    const due = ((performance.now() - from) / 1000) * perSecond;
    for (; sent < due; sent += 1) under.push((speakers[sent % speakers.length] as Speaker).send().then(take, refused));
    await wait(1);
  }
  await Promise.all(under);
}

async function run(load: Load): Promise<LoadReport> {
  const speakers = await Promise.all(load.pairs.map((pair) => speaker(load, pair)));
  const latencies: number[] = [];
  let refused = 0;
  const work = (ms: number, takes: Takes) => {
    const until = performance.now() + ms;
    return load.perSecond === null
      ? closedLoop(speakers, until, takes.take)
      : paced(speakers, until, load.perSecond, takes);
  };
  await work(WARM_UP_MS, { take: () => {}, refused: () => {} });
  const [from, idle] = [performance.now(), performance.eventLoopUtilization()];
  await work(load.seconds * 1000, {
    take: (latency) => latencies.push(latency),
    refused: () => {
      refused += 1;
    },
  });
  const seconds = (performance.now() - from) / 1000;
  const busy = performance.eventLoopUtilization(idle).utilization;
  // The last receipts are still on their way.
  await Promise.all(speakers.map((each) => each.quiet()));
  for (const each of speakers) each.close();
  return { messages: latencies.length, seconds, latencies, refused, busy };
}

process.once("message", async (load: Load) => {
  process.send?.(await run(load));
});

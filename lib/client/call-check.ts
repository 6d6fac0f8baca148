import type { z } from "zod";
import type { IceServers } from "@/lib/contracts/calls";
import { ApiError, api } from "./api";
import { gather, type StunFinding, serversOf, stunFinding, type TurnFinding, turnFinding } from "./call-check-ice";
import { type LoopbackFinding, loopback } from "./call-check-loopback";
import { audioContext } from "./call-client-audio";
import type { MicrophoneProblem } from "./call-client-state";
import { createLevelMeter, type LevelMeter } from "./level-meter";
import { MicrophoneError, openMicrophone } from "./microphone";
import type { Realtime } from "./realtime";
import { sleep } from "./sleep";

/** What can be found of each thing that a call needs. */
interface Findings {
  microphone: "fine" | "silent" | MicrophoneProblem;
  socket: "fine" | "offline" | "unanswered";
  stun: StunFinding | "unasked";
  turn: TurnFinding | "unasked";
  loopback: LoopbackFinding;
}

export type CheckName = keyof Findings;
/** "microphone.denied": the entry of the `check` catalogue that tells it. */
export type Finding = { [N in CheckName]: `${N}.${Findings[N]}` }[CheckName];
export type CheckState = "waiting" | "running" | "fine" | "fails" | "absent";

/** In the order in which a person would look for a fault. */
export const checkNames: readonly CheckName[] = ["microphone", "socket", "stun", "turn", "loopback"];

/** Whether a finding is good, bad, or something that whoever runs the server has not set up. */
export function stateOf(finding: Finding): CheckState {
  if (finding.endsWith(".fine")) return "fine";
  return finding.endsWith(".absent") ? "absent" : "fails";
}

/** Far above the noise of a converter, far below a whisper; 0 to 1. */
const HEARD_LEVEL = 2 / 128;
const LISTEN_MS = 5000;
const LOOK_EVERY_MS = 50;
const CONNECT_WITHIN_MS = 5000;

async function checkMicrophone(): Promise<Finding> {
  let stream: MediaStream;
  try {
    stream = await openMicrophone();
  } catch (error) {
    return `microphone.${error instanceof MicrophoneError ? error.problem : "busy"}`;
  }
  let meter: LevelMeter | null = null;
  try {
    meter = createLevelMeter(audioContext(), stream);
    for (const until = Date.now() + LISTEN_MS; Date.now() < until; await sleep(LOOK_EVERY_MS)) {
      if (meter.level() >= HEARD_LEVEL) return "microphone.fine";
    }
    return "microphone.silent";
  } catch {
    // The sound of this device gives nothing to look at.
    return "microphone.busy";
  } finally {
    meter?.close();
    for (const track of stream.getTracks()) track.stop();
  }
}

function connected(realtime: Realtime): Promise<boolean> {
  if (realtime.connection() === "connected") return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (is: boolean) => {
      clearTimeout(late);
      stop();
      resolve(is);
    };
    const late = setTimeout(() => finish(false), CONNECT_WITHIN_MS);
    const stop = realtime.watch(() => realtime.connection() === "connected" && finish(true));
  });
}

/** @throws nothing: every answer is a finding */
export async function checkSocket(realtime: Realtime): Promise<Finding> {
  if (!(await connected(realtime))) return "socket.offline";
  try {
    // About nothing, so it is refused without any effect; that it is answered is what counts.
    await realtime.command("typing", {});
  } catch (error) {
    if (!(error instanceof ApiError) || error.code === "network") return "socket.unanswered";
  }
  return "socket.fine";
}

type Servers = z.infer<typeof IceServers>;

async function checkStun(asked: Promise<Servers | null>): Promise<Finding> {
  const answer = await asked;
  if (!answer) return "stun.unasked";
  const iceServers = serversOf("stun", answer.ice_servers);
  if (iceServers.length === 0) return "stun.absent";
  return `stun.${stunFinding(await gather({ iceServers }, "srflx"))}`;
}

async function checkTurn(asked: Promise<Servers | null>): Promise<Finding> {
  const answer = await asked;
  if (!answer) return "turn.unasked";
  const iceServers = serversOf("turn", answer.ice_servers);
  if (iceServers.length === 0) return answer.ice_transport_policy === "relay" ? "turn.needed" : "turn.absent";
  return `turn.${turnFinding(await gather({ iceServers, iceTransportPolicy: "relay" }, "relay"))}`;
}

/** Tries everything that a call needs, all at once; `tell` hears of each as it is found. Nothing reaches another person. */
export async function checkCall(
  realtime: Realtime,
  tell: (name: CheckName, finding: Finding) => void,
): Promise<Finding[]> {
  // Fresh, as the next call would be given them.
  const asked = api("GET /ice-servers").catch(() => null);
  const checks: Record<CheckName, Promise<Finding>> = {
    microphone: checkMicrophone(),
    socket: checkSocket(realtime),
    stun: checkStun(asked).catch(() => "stun.unreachable"),
    turn: checkTurn(asked).catch(() => "turn.unreachable"),
    loopback: loopback().then((found): Finding => `loopback.${found}`),
  };
  return Promise.all(
    checkNames.map(async (name) => {
      const finding = await checks[name];
      tell(name, finding);
      return finding;
    }),
  );
}

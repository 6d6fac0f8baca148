import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Call } from "@/lib/contracts/calls";
import { DOUBT_MS, GIVE_UP_MS, watchPath } from "./call-client-path";
import { type CallFact, type CallState, idle, type Media, nextCallState, type Self } from "./call-client-state";

const ahmed = { id: 1, name: "Ahmed", username: "ahmed", avatar: null };
const sara = { id: 2, name: "Sara", username: "sara", avatar: null };
const self: Self = { userId: 1, deviceId: "tab" };
const call = {
  id: "call-1",
  conversation_id: 7,
  caller: ahmed,
  callee: sara,
  status: "accepted",
  created_at: "2026-01-25T10:00:00.000Z",
  caller_device_id: "tab",
  callee_device_id: "other",
} as Call;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function talking(connected = false) {
  const world = { online: true, state: idle as CallState };
  const dispatch = (fact: CallFact) => {
    const next = nextCallState(world.state, fact, self);
    if (next === world.state) return;
    world.state = next;
    path.follow(next);
  };
  const path = watchPath({ online: () => world.online, dispatch });
  dispatch({ type: "snapshot", call, at: 0, connected });
  const live = () => (world.state.phase === "active" ? world.state : null);
  return { world, path, dispatch, live, media: (media: Media) => dispatch({ type: "media", media }) };
}

it("doubts a call that does not come up, and ends it when it never does", () => {
  const { live, media } = talking();
  vi.advanceTimersByTime(DOUBT_MS - 1);
  expect(live()?.blame).toBeNull();
  // Each new attempt is no news.
  media("interrupted");
  vi.advanceTimersByTime(1);
  expect(live()?.blame).toEqual({ kind: "no_path" });
  expect(live()?.leaving).toBe(false);
  vi.advanceTimersByTime(GIVE_UP_MS - DOUBT_MS);
  expect(live()).toMatchObject({ leaving: true, blame: { kind: "no_path" } });
});

it("both are told the reason, whoever of them ends it", () => {
  const { world, dispatch } = talking();
  vi.advanceTimersByTime(DOUBT_MS);
  dispatch({ type: "snapshot", call: { ...call, status: "ended", end_reason: "completed" }, at: 0 });
  expect(world.state).toMatchObject({ phase: "ended", outcome: { kind: "no_path" } });
});

it("forgets the doubt once they hear each other, and leaves a path that breaks later to those who seek a new one", () => {
  const { world, dispatch, live, media } = talking();
  vi.advanceTimersByTime(DOUBT_MS);
  media("connected");
  expect(live()?.blame).toBeNull();
  media("interrupted");
  vi.advanceTimersByTime(10 * GIVE_UP_MS);
  expect(live()).toMatchObject({ leaving: false, blame: null });
  dispatch({ type: "snapshot", call: { ...call, status: "ended", end_reason: "completed" }, at: 0 });
  expect(world.state).toMatchObject({ phase: "ended", outcome: { kind: "completed" } });
});

it("leaves it to the others to seek a path, too, when the page has been loaded anew in a call that had come up", () => {
  const { live } = talking(true);
  vi.advanceTimersByTime(10 * GIVE_UP_MS);
  expect(live()).toMatchObject({ leaving: false, blame: null });
});

it("does not give up while the server is away, which alone can bring the two together", () => {
  const { world, live } = talking();
  world.online = false;
  vi.advanceTimersByTime(GIVE_UP_MS + 1);
  expect(live()?.leaving).toBe(false);
  world.online = true;
  vi.advanceTimersByTime(DOUBT_MS);
  expect(live()?.leaving).toBe(true);
});

it("says nothing of a call that is over", () => {
  const { world, dispatch, path } = talking();
  dispatch({ type: "leave" });
  vi.advanceTimersByTime(GIVE_UP_MS);
  expect(world.state).toMatchObject({ leaving: true, blame: null });
  path.close();
});

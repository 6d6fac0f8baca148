import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "./api";
import { createPositions } from "./chat-positions";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const command = vi.fn(async (_name: string, input: object) => ({ seq: 0, ...input }));
  const positions = createPositions("conversation:read", 250);
  return { command, positions, told: () => command.mock.calls.map(([, input]) => input) };
}

test("gathers for a moment and tells the highest position once", async () => {
  const { positions, command, told } = setUp();
  positions.setCommand(command);
  positions.reach(7, 3);
  positions.reach(7, 5);
  positions.reach(7, 4);
  await vi.advanceTimersByTimeAsync(250);
  positions.reach(7, 5);
  await vi.advanceTimersByTimeAsync(250);
  expect(told()).toEqual([{ conversation_id: 7, seq: 5 }]);
});

test("what was reached offline is told on the connection", async () => {
  const { positions, command, told } = setUp();
  positions.reach(7, 3);
  await vi.advanceTimersByTimeAsync(250);
  positions.setCommand(command);
  expect(told()).toEqual([{ conversation_id: 7, seq: 3 }]);
});

test("what had no answer is told again, what was refused is not", async () => {
  const { positions, command, told } = setUp();
  command.mockRejectedValueOnce(new ApiError("network", "")).mockRejectedValueOnce(new ApiError("not_found", ""));
  positions.setCommand(command);
  positions.reach(7, 3);
  await vi.advanceTimersByTimeAsync(250);
  positions.setCommand(command);
  await vi.advanceTimersByTimeAsync(0);
  positions.setCommand(command);
  expect(told()).toEqual([
    { conversation_id: 7, seq: 3 },
    { conversation_id: 7, seq: 3 },
  ]);
});

test.each(["network", "rate_limited", "internal"] as const)(
  "what failed as %s while connected is told again by itself",
  async (code) => {
    const { positions, command } = setUp();
    command.mockRejectedValueOnce(new ApiError(code, "", {}, code === "rate_limited" ? 30 : null));
    positions.setCommand(command);
    positions.reach(7, 3);
    await vi.advanceTimersByTimeAsync(250 + (code === "rate_limited" ? 29_900 : 900));
    expect(command).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(command).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(command).toHaveBeenCalledTimes(2);
  },
);

test("what the server did not take down in a request is told again once it is accepted", async () => {
  const { positions, command, told } = setUp();
  command.mockResolvedValueOnce({ seq: 0 });
  positions.setCommand(command);
  positions.reach(7, 3);
  await vi.advanceTimersByTimeAsync(250);
  positions.retell(7);
  await vi.advanceTimersByTimeAsync(250);
  positions.retell(7);
  positions.retell(8);
  await vi.advanceTimersByTimeAsync(250);
  expect(told()).toEqual([
    { conversation_id: 7, seq: 3 },
    { conversation_id: 7, seq: 3 },
  ]);
});

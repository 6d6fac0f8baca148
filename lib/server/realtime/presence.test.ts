import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPresenceBoard, type PresenceBoard } from "./presence";

describe("presence board", () => {
  let said: string[];
  let board: PresenceBoard;

  beforeEach(() => {
    vi.useFakeTimers();
    said = [];
    board = createPresenceBoard(
      { onCame: (id) => said.push(`came ${id}`), onWent: (id) => said.push(`went ${id}`) },
      100,
    );
  });
  afterEach(() => vi.useRealTimers());

  it("says once that somebody came, however many tabs they open", async () => {
    board.enter(1);
    board.enter(1);
    expect(said).toEqual(["came 1"]);
    expect(await board.online([1, 2])).toEqual(new Set([1]));
  });

  it("says that somebody went when their last tab is closed and stays closed", async () => {
    board.enter(1);
    board.enter(1);
    board.leave(1);
    vi.advanceTimersByTime(1000);
    expect(said).toEqual(["came 1"]);
    board.leave(1);
    vi.advanceTimersByTime(99);
    expect(await board.online([1])).toEqual(new Set([1]));
    vi.advanceTimersByTime(1);
    expect(said).toEqual(["came 1", "went 1"]);
    expect(await board.online([1])).toEqual(new Set());
  });

  it("takes a reload for no leaving", () => {
    board.enter(1);
    board.leave(1);
    vi.advanceTimersByTime(50);
    board.enter(1);
    vi.advanceTimersByTime(1000);
    expect(said).toEqual(["came 1"]);
  });

  it("says nothing more after it was closed", () => {
    board.enter(1);
    board.leave(1);
    board.close();
    vi.advanceTimersByTime(1000);
    expect(said).toEqual(["came 1"]);
  });
});

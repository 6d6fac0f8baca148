import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRoster, type SharedRoster } from "@/lib/server/nodes/roster";
import { createPresenceBoard, type PresenceBoard } from "./presence";

describe("presence board", () => {
  let said: string[];
  let board: PresenceBoard;
  let roster: SharedRoster;

  beforeEach(() => {
    vi.useFakeTimers();
    said = [];
    roster = createRoster(() => {});
    board = createPresenceBoard(
      roster,
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

  it("says nothing of who comes here and is elsewhere already, nor of who leaves and is there still", async () => {
    roster.heard("another", { kind: "enter", presence: ["online", "1", null] });
    expect(await board.online([1, 2])).toEqual(new Set([1]));
    board.enter(1);
    board.leave(1);
    vi.advanceTimersByTime(100);
    expect(said).toEqual([]);
    expect(await board.online([1])).toEqual(new Set([1]));
    // Much later they leave there: that is for the other node to say.
    vi.advanceTimersByTime(60_000);
    roster.heard("another", { kind: "leave", place: "online", who: "1" });
    expect(said).toEqual([]);
    expect(await board.online([1])).toEqual(new Set());
  });

  it("says that somebody went when they left here and elsewhere in the same moment", () => {
    roster.heard("another", { kind: "enter", presence: ["online", "1", null] });
    board.enter(1);
    board.leave(1);
    vi.advanceTimersByTime(100);
    roster.heard("another", { kind: "leave", place: "online", who: "1" });
    expect(said).toEqual(["went 1"]);
  });

  it("says that somebody is here whom another node, out of reach meanwhile, saw leaving", () => {
    roster.heard("another", { kind: "enter", presence: ["online", "1", null] });
    board.enter(1);
    expect(said).toEqual([]);
    for (let once = 0; once < 2; once += 1) roster.heard("another", { kind: "leave", place: "online", who: "1" });
    expect(said).toEqual(["came 1"]);
  });

  it("speaks for the people of a node that is gone, unless they are here or another node does", () => {
    for (const who of ["1", "2"]) roster.heard("gone", { kind: "enter", presence: ["online", who, null] });
    roster.heard("also gone", { kind: "enter", presence: ["online", "3", null] });
    board.enter(2);
    roster.drop("gone", "orphaned");
    roster.drop("also gone", "mourned elsewhere");
    expect(said).toEqual(["went 1"]);
  });

  it("says again who is here when the others had taken this node for dead", () => {
    board.enter(1);
    roster.doubted();
    expect(said).toEqual(["came 1", "came 1"]);
  });
});

import { expect, it } from "vitest";
import type { Call, CallDevice } from "@/lib/contracts/calls";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import type { Operation } from "@/lib/domain/operation";
import { overtaken } from "@/lib/domain/testing/overtaken";
import { acceptCall, cancelCall, declineCall, hangupCall } from "./index";
import { outcomes, remains, ringingWorld, sayCall, told } from "./testing/call-world";

type Act = Operation<typeof CallDevice, typeof Call>;

onEachDatabase("two who press at once", (database) => {
  const ringing = () => ringingWorld(database());

  type Press = ReturnType<Awaited<ReturnType<typeof ringing>>["tab"]>;
  /** what happens × what happens in its narrowest moment → what the slower one hears, and the truth */
  const races: [
    string,
    (t: (n: "ahmed" | "sara", i?: number) => Press) => [Press, Act, Press, Act],
    boolean,
    string,
    string,
  ][] = [
    [
      "accept, overtaken by cancel",
      (t) => [t("sara"), acceptCall, t("ahmed"), cancelCall],
      false,
      "conflict call_over",
      "ended cancelled",
    ],
    [
      "cancel, overtaken by accept",
      (t) => [t("ahmed"), cancelCall, t("sara"), acceptCall],
      false,
      "conflict call_lost_race",
      "accepted",
    ],
    [
      "accept, overtaken by the other tab",
      (t) => [t("sara"), acceptCall, t("sara", 2), acceptCall],
      false,
      "conflict call_lost_race",
      "accepted",
    ],
    [
      "accept, overtaken by its own retry",
      (t) => [t("sara"), acceptCall, t("sara"), acceptCall],
      false,
      "accepted",
      "accepted",
    ],
    [
      "decline, overtaken by accept",
      (t) => [t("sara", 2), declineCall, t("sara"), acceptCall],
      false,
      "conflict call_lost_race",
      "accepted",
    ],
    [
      "hang up while it rings, overtaken by accept",
      (t) => [t("ahmed"), hangupCall, t("sara"), acceptCall],
      false,
      "ended completed",
      "ended completed",
    ],
    [
      "hang up, overtaken by the other's",
      (t) => [t("ahmed"), hangupCall, t("sara"), hangupCall],
      true,
      "conflict call_over",
      "ended completed",
    ],
  ];
  for (const [name, makeRace, talking, loser, end] of races) {
    it(`${name}: the slower one hears ${loser}, and the truth is ${end}`, async () => {
      const { ctx, ahmed, sara, call, truth, tab } = await ringing();
      if (talking) await tab("sara")(acceptCall, call.id);
      ctx.world.events.length = 0;
      let rival: () => Promise<unknown> = async () => {};
      const slow = (who: "ahmed" | "sara", number = 1): Press => {
        const device_id = `${who}-tab-${number}`;
        return (op, call_id) =>
          op.execute(
            overtaken(ctx.as({ ahmed, sara }[who]), () => rival()),
            { call_id, device_id },
          );
      };
      const [slowPress, slowOp] = makeRace(slow);
      const [, , fastPress, fastOp] = makeRace(tab);
      rival = () => fastPress(fastOp, call.id);
      expect(await outcomes([slowPress(slowOp, call.id)])).toEqual([loser]);
      const [his, hers] = [await truth("ahmed"), await truth("sara")];
      expect(sayCall(his)).toBe(end);
      expect(his).toEqual(hers);
      const over = end.startsWith("ended") ? 1 : 0;
      expect(await remains(database(), call.id)).toMatchObject({ live: over ? 0 : 2, messages: over });
      expect(told(ctx, "call.ended")).toHaveLength(over);
    });
  }

  it("gives exactly one of ten accepts and cancels at once, told once to both", async () => {
    const { ctx, call, tab, both } = await ringing();
    const presses = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => tab("sara", number)(acceptCall, call.id));
    const results = await outcomes([...presses, tab("ahmed")(cancelCall, call.id)]);
    const won = results.filter((result) => !result.startsWith("conflict"));
    expect(won).toHaveLength(1);
    const tellings = [...told(ctx, "call.accepted"), ...told(ctx, "call.ended")];
    expect(tellings).toEqual([both]);
  });
});

import { Me, UpdateMeInput } from "@/lib/contracts/users";
import { hasRelay } from "@/lib/domain/calls/relay";
import { refuse, refuseField } from "@/lib/domain/errors";
import { announceHiding } from "@/lib/domain/friends/presence";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { searchTextOf } from "@/lib/text/fold";
import { announceMe, announceUser } from "./announce-profile";
import { meColumns } from "./present";

export const updateMe = operation({
  name: "user.update",
  summary: "Change your name, about, email, language or privacy; fields left out stay.",
  rest: "PATCH /me",
  input: UpdateMeInput,
  output: Me,
  allow: signedIn,
  async run(ctx, input) {
    // Without a relay nobody who hides their address could be talked to.
    if (input.relay_only && !hasRelay(ctx.ice)) throw refuseField("relay_only", "relay_unavailable");
    const { before, after } = await ctx.transaction(async (tx) => {
      const before = await tx.user.findUnique({ where: { id: ctx.actor.id, deletedAt: null }, select: meColumns });
      // Deleted a moment before: a name would be given back to it.
      if (!before) throw refuse("unauthenticated");
      const after = await tx.user.update({
        where: { id: ctx.actor.id },
        data: {
          name: input.name,
          searchText: input.name === undefined ? undefined : searchTextOf(input.name, before.username),
          about: input.about,
          email: input.email,
          locale: input.locale,
          hidePresence: input.hide_presence,
          hideReceipts: input.hide_receipts,
          relayOnly: input.relay_only,
        },
        select: meColumns,
      });
      return { before, after };
    });
    if (before.hidePresence !== after.hidePresence) await announceHiding(ctx, after.hidePresence);
    if (before.name !== after.name) await announceUser(ctx, after);
    return announceMe(ctx, after);
  },
});

import { expect, it } from "vitest";
import { startNida, twoMobiles } from "./testing/nida";
import { connect, settled } from "./testing/wire";

it("a session that ended while its news was lost takes its connections with it, and no others", async () => {
  const nida = await startNida({ sessionsEveryMs: 20 });
  const { ahmed, sara, conversation_id } = await twoMobiles(nida);
  const [his, hers] = [await connect(nida), await connect(nida)];
  await his.subscribe(`private-conversation.${conversation_id}`, ahmed);
  await hers.subscribe(`private-conversation.${conversation_id}`, sara);
  await nida.database.transaction((tx) => tx.session.deleteMany({ where: { userId: sara.id } }));
  expect(await hers.closed).toBe(4009);
  await settled(his);
  await nida.close();
});

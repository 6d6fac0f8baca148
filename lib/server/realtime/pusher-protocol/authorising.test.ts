import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sign } from "@/lib/server/broadcast/signature";
import { type Mobile, startNida, type TestNida, twoMobiles } from "./testing/nida";

let nida: TestNida;
let sara: Mobile;
let conversation: string;
let presence: string;
beforeAll(async () => {
  nida = await startNida();
  const made = await twoMobiles(nida);
  sara = made.sara;
  conversation = `private-conversation.${made.conversation_id}`;
  presence = `presence-conversation.${made.conversation_id}`;
});
afterAll(() => nida?.close());

describe("the authorisation", () => {
  const post = (body: BodyInit, headers: Record<string, string>) =>
    fetch(`${nida.url}/api/broadcasting/auth`, { method: "POST", body, headers });

  it("takes a form as well as JSON, and answers nothing but what Pusher's clients read", async () => {
    const bearer = { Authorization: `Bearer ${sara.token}` };
    const form = await post(new URLSearchParams({ socket_id: "12.34", channel_name: conversation }), bearer);
    expect(form.status).toBe(200);
    expect(await form.json()).toEqual({ auth: sign(nida.app, `12.34:${conversation}`) });
    const json = await post(JSON.stringify({ socket_id: "12.34", channel_name: presence }), {
      ...bearer,
      "Content-Type": "application/json",
    });
    const { auth, channel_data, ...rest } = await json.json();
    expect(auth).toBe(sign(nida.app, `12.34:${presence}:${channel_data}`));
    expect(rest).toEqual({});
  });

  it("answers 403 to everybody and everything else", async () => {
    const json = { "Content-Type": "application/json" };
    const bearer = { ...json, Authorization: `Bearer ${sara.token}` };
    const good = JSON.stringify({ socket_id: "12.34", channel_name: conversation });
    expect((await post(good, json)).status, "nobody").toBe(403);
    expect((await post(good, { ...json, Authorization: "Bearer nida_wrong" })).status, "a wrong token").toBe(403);
    for (const body of [
      "",
      "{",
      "[]",
      JSON.stringify({ channel_name: conversation }),
      JSON.stringify({ socket_id: "12.34" }),
      // As a signature over one thing could be read as one over another.
      JSON.stringify({ socket_id: "12.34:private-user.1", channel_name: conversation }),
      JSON.stringify({ socket_id: 12.34, channel_name: conversation }),
      JSON.stringify({ socket_id: "12.34", channel_name: `${conversation}:x` }),
      JSON.stringify({ socket_id: "12.34", channel_name: [conversation] }),
    ]) {
      expect((await post(body, bearer)).status, body).toBe(403);
    }
  });

  it("is found where the configuration says, with the key", async () => {
    const config = await (await fetch(`${nida.url}/api/broadcasting/config`)).json();
    expect(config.data).toEqual({
      key: nida.app.key,
      cluster: null,
      host: "127.0.0.1",
      port: nida.port,
      tls: false,
      auth_endpoint: `${nida.url}/api/broadcasting/auth`,
      user_auth_endpoint: `${nida.url}/api/broadcasting/user-auth`,
    });
  });
});

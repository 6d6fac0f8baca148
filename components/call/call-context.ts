"use client";

import { useRouter } from "next/navigation";
import { createContext, useContext, useMemo, useSyncExternalStore } from "react";
import type { CallClient } from "@/lib/client/call-client";
import { type CallState, idle, isLive } from "@/lib/client/call-client-state";
import type { User } from "@/lib/contracts/users";

export interface CallContextValue {
  /** null until the browser has opened the socket */
  client: CallClient | null;
  /** Rings somebody, as soon as there is a client to do it; answers once that is so, or said not to be. */
  start(conversationId: number, person: User): Promise<void>;
  /** the browser wants a gesture before the other one can be heard */
  voiceBlocked: boolean;
}

export const CallContext = createContext<CallContextValue | null>(null);

export interface CallHandle {
  state: CallState;
  start: CallContextValue["start"];
  /** Takes the call and goes to its conversation. */
  accept(): void;
  /** The ring is heard in this tab. */
  sounding(): void;
  reject(): void;
  cancel(): void;
  hangUp(): void;
  toggleMute(): void;
  dismiss(): void;
  voiceBlocked: boolean;
  /** loudness of the other's voice now, 0 to 1 */
  level(): number;
  /** loudness of what is said here, 0 to 1 */
  inputLevel(): number;
}

const never = () => () => {};

/** The path of a conversation. */
export const chatPath = (conversationId: number) => `/chat/${conversationId}`;

/** How long the way to the conversation waits for the voice, in milliseconds. */
const VOICE_FIRST_MS = 500;

/** How often it is looked for, in milliseconds. */
const LOOK_EVERY_MS = 20;

/** Runs `act` when the two hear each other or the time is up, unless the call is over: drawing a page delays a voice. */
function whenTalking(client: CallClient, act: () => void): void {
  const until = performance.now() + VOICE_FIRST_MS;
  const looking = setInterval(() => {
    const state = client.store.getState();
    if (isLive(state) && !client.talking() && performance.now() < until) return;
    clearInterval(looking);
    if (isLive(state) && !state.leaving) act();
  }, LOOK_EVERY_MS);
}

/** This tab's call and what can be done about it. */
export function useCall(): CallHandle {
  const value = useContext(CallContext);
  if (!value) throw new Error("useCall needs a CallProvider above it");
  const router = useRouter();
  const { client, start, voiceBlocked } = value;
  const store = client?.store;
  const state = useSyncExternalStore(
    store?.subscribe ?? never,
    () => store?.getState() ?? idle,
    () => idle,
  );
  return useMemo(() => {
    const leave = () => client?.leave();
    return {
      state,
      voiceBlocked,
      start,
      accept() {
        if (state.phase !== "incoming" || state.answering) return;
        void client?.accept();
        const path = chatPath(state.conversationId);
        // Who is there already is not moved: a way that a restarting server breaks would load the page anew.
        if (client)
          whenTalking(client, () => {
            if (window.location.pathname !== path) router.push(path);
          });
      },
      sounding: () => client?.sounding(),
      reject: leave,
      cancel: leave,
      hangUp: leave,
      toggleMute: () => client?.toggleMute(),
      dismiss: () => client?.dismiss(),
      level: () => client?.level() ?? 0,
      inputLevel: () => client?.inputLevel() ?? 0,
    };
  }, [client, router, start, state, voiceBlocked]);
}

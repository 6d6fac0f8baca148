import { io, type Socket } from "socket.io-client";
import type { EventData, EventName } from "@/lib/contracts/events";
import type { Ack, ClientToServer, CommandName, Handshake, ServerToClient } from "@/lib/contracts/realtime";
import { type Answering, ApiError, api, askNoMore, askOver } from "./api";
import { backoffMs } from "./backoff";
import { reconnection } from "./reconnection";
import { serverClock } from "./server-clock";
import { sleep } from "./sleep";

export type Connection = "connecting" | "connected" | "offline";

/** How long a command may stay without an answer, in milliseconds. */
const ANSWER_WITHIN_MS = 8000;

/** The one notification socket of a tab (`SEEDS.md` A). */
export interface Realtime {
  on<N extends EventName>(name: N, handler: (data: EventData[N]) => void): () => void;
  /**
   * Sends a command and waits for its answer.
   * @throws ApiError with the server's code, or `network` when no answer came within 8 s
   */
  command<T = unknown>(name: CommandName, input: object): Promise<T>;
  connection(): Connection;
  /** Told of every change of `connection()`. */
  watch(listener: () => void): () => void;
  /** Told of every connection, the first and each that follows a gap: the moment to re-read what is true. */
  onConnected(listener: () => void): () => void;
  close(): void;
}

/** A refused handshake ends Socket.IO's own retries: rightly so for a session that is over, wrongly for a moment's fault. */
function followRefusals(socket: Socket, onRefused: () => void): () => void {
  let retry: ReturnType<typeof setTimeout> | undefined;
  socket.on("connect_error", (error: Error & { data?: { code?: string; retry_after?: number } }) => {
    if (socket.active) return;
    if (error.data?.code === "unauthenticated") return onRefused();
    // A server that is full has said when, to each another moment.
    const seconds = error.data?.retry_after ?? 1 + Math.random() * 4;
    retry = setTimeout(() => socket.connect(), seconds * 1000);
  });
  return () => clearTimeout(retry);
}

/** How long after the navigation began the page's own ticket is used, in milliseconds; the server takes it a little longer. */
const FIRST_TICKET_MS = 30_000;

/** Asks for a ticket until its origin answers. There is time: the socket host gives each connection 45 s. */
async function ticketFor(isWanted: () => boolean, onRefused: () => void): Promise<string | null> {
  for (let misses = 0; isWanted(); ) {
    try {
      return (await api("POST /realtime/ticket")).ticket;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "unauthenticated") {
        onRefused();
        return null;
      }
      misses += 1;
      await sleep(backoffMs(misses) * (0.5 + Math.random() / 2));
    }
  }
  return null;
}

/** Opens the socket. It reconnects by itself, with jitter, for ever; `onRefused` is told if the session is over. */
export function connectRealtime(options: {
  url: string;
  /** the sockets are at another origin, where the cookie does not go: each connection needs a ticket */
  byTicket: boolean;
  /** one that came with the page */
  firstTicket?: string | null;
  deviceId: string;
  /** whose tab it is: somebody else may have signed in meanwhile, and the cookie would speak for them */
  userId: number;
  onRefused: () => void;
}): Realtime {
  const who: Handshake = { device_id: options.deviceId, user_id: options.userId };
  let first = options.firstTicket ?? null;
  const takeFirst = () => {
    const taken = first;
    first = null;
    return performance.now() < FIRST_TICKET_MS ? taken : null;
  };
  const showTicket = async (show: (auth: object) => void) => {
    // What is opened next asks for itself.
    const { engine } = socket.io;
    const isWanted = () => socket.io.engine === engine && engine.readyState === "open";
    const ticket = takeFirst() ?? (await ticketFor(isWanted, options.onRefused));
    if (ticket && isWanted()) show({ ...named(), ticket });
  };
  const named = (): Handshake => {
    answering.language = document.documentElement.lang;
    return { ...who, locale: answering.language };
  };
  const socket: Socket<ServerToClient, ClientToServer> = io(options.url, {
    auth: (show) => (options.byTicket ? void showTicket(show) : show(named())),
    transports: ["websocket"],
    withCredentials: !options.byTicket,
    timeout: 6000,
    ...reconnection,
  });
  let state: Connection = "connecting";
  const watchers = new Set<() => void>();
  const connectListeners = new Set<() => void>();
  const become = (next: Connection) => {
    if (next === state) return;
    state = next;
    for (const watcher of watchers) watcher();
  };
  socket.on("connect", () => {
    console.info("Notification WebSocket connected");
    askOver(answering);
    become("connected");
    for (const listener of connectListeners) listener();
  });
  socket.on("disconnect", (reason) => {
    askNoMore(answering);
    become("offline");
    // The server ended it on purpose: the session is over, or it wants this client back elsewhere.
    if (reason === "io server disconnect") socket.connect();
  });
  const command = async (name: CommandName, input: object): Promise<unknown> => {
    const sent = Date.now();
    let answer: Ack;
    try {
      answer = await socket.timeout(ANSWER_WITHIN_MS).emitWithAck(name, input);
    } catch {
      throw new ApiError("network", "");
    }
    if (!answer.ok) throw new ApiError(answer.code, answer.message, answer.errors, answer.retry_after ?? null);
    serverClock.note(sent, Date.now(), answer.now);
    return answer.data;
  };
  const answering: Answering = { language: "", command };
  const stopRetrying = followRefusals(socket as unknown as Socket, options.onRefused);

  return {
    on<N extends EventName>(name: N, handler: (data: EventData[N]) => void) {
      // Socket.IO's listener types cannot follow a generic name; EventData ties the two together here.
      const listen = socket as unknown as Socket;
      const take = (data: EventData[N]) => handler(data);
      listen.on<string>(name, take);
      return () => listen.off<string>(name, take);
    },
    // The caller names what the command answers.
    command: <T>(name: CommandName, input: object) => command(name, input) as Promise<T>,
    connection: () => state,
    watch(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    onConnected(listener) {
      connectListeners.add(listener);
      if (socket.connected) listener();
      return () => connectListeners.delete(listener);
    },
    close() {
      askNoMore(answering);
      stopRetrying();
      socket.close();
    },
  };
}

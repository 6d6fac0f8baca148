import { SocketTicket } from "@/lib/contracts/channels";
import { Empty } from "@/lib/contracts/common";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";

/** A ticket for one connection to the notification socket, where that is at another origin than the caller's cookie. */
export const issueTicket = operation({
  name: "socket.ticket",
  summary: "Get a ticket that opens one notification socket within a minute, where SOCKET_URL is another origin.",
  rest: "POST /realtime/ticket",
  input: Empty,
  output: SocketTicket,
  allow: signedIn,
  limits: [{ points: 120, seconds: 60, by: "person" }],
  run: (ctx) => ctx.socketTicket(),
});

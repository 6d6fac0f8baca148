import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";

/** The floor of a connection: Socket.IO as it comes, WebSocket only, each socket in one room. Run as a process. */
const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false });
io.on("connection", (socket) => void socket.join(socket.handshake.auth.token));
http.listen(0, "127.0.0.1", () => process.send?.(`http://127.0.0.1:${(http.address() as AddressInfo).port}`));
process.once("disconnect", () => process.exit());

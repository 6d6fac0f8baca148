/** When the notification socket reconnects: after 300 ms, then twice as long after each failure, half of it random (Socket.IO's Manager). */
export const reconnection = { reconnectionDelay: 300, reconnectionDelayMax: 2500, randomizationFactor: 0.5 };

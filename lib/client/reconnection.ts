/** How the notification socket comes back: after 300 ms, twice as long after each failure, half of it by chance (Socket.IO's Manager). */
export const comingBack = { reconnectionDelay: 300, reconnectionDelayMax: 2500, randomizationFactor: 0.5 };

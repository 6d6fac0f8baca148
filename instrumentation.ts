/** Next calls this once when a server starts; under server.ts everything is open already. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build") return;
  const { openWebHost } = await import("@/lib/server/web-host");
  await openWebHost();
}

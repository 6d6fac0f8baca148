import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import "./scripts/sqlite.mjs";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    environment: "node",
    include: ["**/*.test.ts", "**/*.test.tsx"],
    exclude: [...configDefaults.exclude, "e2e/**", ".next/**", "data/**"],
    pool: "forks",
    // Two cores are what a small machine has; real databases and processes need the patience.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    globalSetup: "lib/server/testing/global-setup.ts",
    setupFiles: "lib/client/testing/no-locks.ts",
  },
});

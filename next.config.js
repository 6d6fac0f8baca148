/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The live resources hang on globalThis and are made by server.ts; bundling a second copy of these would be a mistake.
  serverExternalPackages: ["@node-rs/argon2", "better-sqlite3", "pg", "pino", "sharp", "@prisma/client"],
  devIndicators: false,
};

export default config;

import type { IncomingHttpHeaders } from "node:http";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { logout, registerWeb, signInWeb } from "@/lib/domain/users";
import { identify } from "./caller";
import { execute, refusalOf } from "./execute";
import { resources } from "./resources";

const HALF_A_YEAR_S = 180 * 24 * 60 * 60;

type WebSignIn = typeof signInWeb | typeof registerWeb;

/** NextAuth hands out the cookie; the operation decides, and makes the session row that the cookie names. */
function provider(id: string, op: WebSignIn, fields: string[]) {
  return CredentialsProvider({
    id,
    credentials: Object.fromEntries(fields.map((field) => [field, {}])),
    async authorize(credentials, request) {
      const caller = await identify((request.headers ?? {}) as IncomingHttpHeaders);
      try {
        const input = Object.fromEntries(fields.map((field) => [field, credentials?.[field]]));
        const { session_id, user } = await execute<typeof op.input, typeof op.output>(op, caller, input);
        return { id: String(user.id), sid: session_id };
      } catch (error) {
        // NextAuth carries nothing but an error's message to the page.
        const { code, message, errors } = refusalOf(error, caller, op.name);
        throw new Error(JSON.stringify({ code, message, errors }));
      }
    },
  });
}

/** Made at each request, because the settings are there only once the server has started. */
export function authOptions(): NextAuthOptions {
  return {
    secret: resources().settings.secret,
    session: { strategy: "jwt", maxAge: HALF_A_YEAR_S },
    pages: { signIn: "/login", error: "/login" },
    providers: [
      provider("credentials", signInWeb, ["username", "password"]),
      provider("register", registerWeb, ["name", "username", "password"]),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user && "sid" in user ? { sub: user.id, sid: user.sid } : token),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid !== "string") return;
        const caller = await identify({});
        const actor = { id: Number(token.sub), sessionId: token.sid };
        await execute(logout, { ...caller, actor, via: "cookie" }, {});
      },
    },
    logger: { error: (code, metadata) => resources().log.warn({ code, metadata: String(metadata) }, "next-auth") },
  };
}

import NextAuth from "next-auth";
import { authOptions } from "@/lib/server/next-auth";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: Request, context: Context): Promise<Response> {
  try {
    return await NextAuth(authOptions())(request, context);
  } catch (error) {
    // NextAuth parses the body without a guard.
    if (error instanceof Error && error.name === "SyntaxError") return new Response(null, { status: 400 });
    throw error;
  }
}

export { handler as GET, handler as POST };

import { type NextRequest, NextResponse } from "next/server";

/**
 * Gives each page its Content-Security-Policy (CSP Level 3) with a fresh nonce, which Next puts on its scripts.
 * Nothing here decides who may do what: that is asked in every operation.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, process.env.SOCKET_URL);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (request.headers.get("x-forwarded-proto") === "https") {
    response.headers.set("strict-transport-security", "max-age=31536000");
  }
  return response;
}

function contentSecurityPolicy(nonce: string, socketUrl: string | undefined): string {
  const development = process.env.NODE_ENV === "development";
  const socket = socketUrl ? ` ${socketUrl.replace(/^http/, "ws")} ${socketUrl}` : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    // React writes style attributes (positions, hues); style elements are ours alone.
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self'${socket}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = {
  matcher: ["/((?!api|_next/static|_next/image|icon|apple-icon|manifest|favicon).*)", "/api/docs"],
};

declare global {
  interface Window {
    __webpack_nonce__?: string;
  }
}

// Radix's dialogs write a style element that keeps the page behind from scrolling. The policy of the page lets in
// only those that carry its nonce, and this is the name under which the writer (get-nonce) looks for it.
if (typeof window !== "undefined") {
  window.__webpack_nonce__ ??= document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
}

export {};

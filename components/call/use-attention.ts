"use client";

import { useEffect } from "react";

const RHYTHM_MS = 1000;

// A green phone on a disc: seen in a row of tabs.
const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="12" fill="#1c8b45"/><path d="M17.5 15.1v1.6a1.1 1.1 0 0 1-1.2 1.1 10.800 10.800 0 0 1-9.600-9.600A1.100 1.100 0 0 1 7.800 7h1.600a1.100 1.100 0 0 1 1.100.9l.4 1.500-.9 1.100a8.600 8.600 0 0 0 3.300 3.300l1.100-.9 1.500.4a1.100 1.100 0 0 1 1 1.100z" fill="#fff"/></svg>',
)}`;

/** Lets the tab's title and icon call in turn with what they else show, for as long as the component stands. */
export function useAttention(text: string): void {
  useEffect(() => {
    const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')];
    const icons = links.map((link) => link.getAttribute("href") ?? "");
    let title = document.title;
    let calling = false;
    const turn = () => {
      calling = !calling;
      // Somebody may have given the page another title meanwhile.
      if (calling && document.title !== text) title = document.title;
      document.title = calling ? text : title;
      for (const [index, link] of links.entries()) link.setAttribute("href", calling ? icon : (icons[index] ?? ""));
    };
    turn();
    const timer = setInterval(turn, RHYTHM_MS);
    return () => {
      clearInterval(timer);
      if (calling) turn();
    };
  }, [text]);
}

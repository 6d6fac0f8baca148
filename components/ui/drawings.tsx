import type { ReactNode } from "react";

export type DrawingName = "chats" | "friends" | "nothing" | "calls" | "error";

const front = "stroke-brand fill-surface";
const behind = "stroke-brand/45";

// Line drawings on a 160 × 120 ground: a soft wash behind, the brand in front.
const drawings: Record<DrawingName, ReactNode> = {
  chats: (
    <>
      <path
        d="M30 42a14 14 0 0 1 14-14h46a14 14 0 0 1 14 14v18a14 14 0 0 1-14 14H52L36 86V73a14 14 0 0 1-6-12z"
        className={front}
      />
      <path d="M48 45h38M48 57h22" className={front} />
      <path d="M112 52h6a13 13 0 0 1 13 13v16a13 13 0 0 1-5 10v11l-14-8H84a13 13 0 0 1-12-8" className={behind} />
    </>
  ),
  friends: (
    <>
      <circle cx="62" cy="46" r="15" className={front} />
      <path d="M34 94c1-17 12-27 28-27s27 10 28 27" className={front} />
      <path d="M92 34a13 13 0 0 1 4 25M102 67c13 2 21 12 22 27" className={behind} />
      <path d="M122 34v16M114 42h16" className={front} />
    </>
  ),
  nothing: (
    <>
      <circle cx="72" cy="54" r="27" className={front} />
      <path d="m92 74 24 24" className={front} />
      <path d="M60 50c2-7 8-10 14-9" className={behind} />
      <path d="M118 36h12M124 30v12M34 92h10M39 87v10" className={behind} />
    </>
  ),
  calls: (
    <>
      <path
        d="M56 32h11a5 5 0 0 1 5 4l3 13a5 5 0 0 1-2 5l-7 5a43 43 0 0 0 20 20l5-7a5 5 0 0 1 5-2l13 3a5 5 0 0 1 4 5v11a6 6 0 0 1-6 6C73 95 50 72 50 38a6 6 0 0 1 6-6z"
        className={front}
      />
      <path d="M92 44a15 15 0 0 1 13 13M94 29a30 30 0 0 1 26 26" className={behind} />
    </>
  ),
  error: (
    <>
      <path d="M32 60c8-9 17-9 25 0s17 9 25 0" className="stroke-brand" />
      <path d="M100 60c6-7 14-8 20-2s8 5 10 4" className={behind} />
      <path d="m86 44 10 32" className={behind} />
      <circle cx="32" cy="60" r="4" className={front} />
      <circle cx="133" cy="61" r="4" className={behind} />
    </>
  ),
};

export function Drawing({ name }: { name: DrawingName }) {
  return (
    <svg
      viewBox="0 0 160 120"
      width="160"
      height="120"
      fill="none"
      strokeWidth="2.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <ellipse cx="80" cy="62" rx="66" ry="48" className="fill-brand-wash" />
      {drawings[name]}
    </svg>
  );
}

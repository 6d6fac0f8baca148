"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { Message } from "@/lib/contracts/chat";

/** What is being written: something new, an answer to a message, or a message of one's own anew. */
export type ComposeMode =
  | { kind: "new" }
  | { kind: "reply"; message: Message }
  /** `text`: what stands in the field to begin with */
  | { kind: "edit"; message: Message; text: string };

interface Compose {
  reply(message: Message): void;
  edit(message: Message, text?: string): void;
  clear(): void;
}

const ModeContext = createContext<ComposeMode | null>(null);
const ComposeContext = createContext<Compose | null>(null);
const fresh: ComposeMode = { kind: "new" };

/** Around one conversation: its messages can be answered and edited where one writes. */
export function ComposeProvider({ children }: { children: ReactNode }) {
  const [mode, setMode] = useState<ComposeMode>(fresh);
  const compose = useMemo<Compose>(
    () => ({
      reply: (message) => setMode({ kind: "reply", message }),
      edit: (message, text = message.message) => setMode({ kind: "edit", message, text }),
      clear: () => setMode(fresh),
    }),
    [],
  );
  return (
    <ComposeContext value={compose}>
      <ModeContext value={mode}>{children}</ModeContext>
    </ComposeContext>
  );
}

export function useCompose(): Compose {
  const compose = useContext(ComposeContext);
  if (!compose) throw new Error("ComposeProvider is missing above this component");
  return compose;
}

export function useComposeMode(): ComposeMode {
  const mode = useContext(ModeContext);
  if (!mode) throw new Error("ComposeProvider is missing above this component");
  return mode;
}

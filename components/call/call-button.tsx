"use client";

import { Phone } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dots } from "@/components/ui/dots";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import { useNotice } from "@/components/ui/notice";
import { ApiError, api } from "@/lib/client/api";
import type { User } from "@/lib/contracts/users";
import { useCall } from "./call-context";

/** Whom to call: by conversation, or by person, with whom one is then begun if there is none. */
type Target = { conversationId: number; userId?: undefined } | { userId: number; conversationId?: undefined };

export type CallButtonProps = Target & {
  person: User;
  /** icon: for a header · soft: with its word, alone on a phone's list row · back: "Call back" */
  variant?: "icon" | "soft" | "back";
};

async function conversationWith(userId: number): Promise<number> {
  const answer = await api("POST /chat/conversations/start", { user_id: userId });
  return answer.conversation_id;
}

/** Calls a person. */
export function CallButton({ conversationId, userId, person, variant = "soft" }: CallButtonProps) {
  const { t } = useI18n();
  const { state, start } = useCall();
  const notify = useNotice();
  const [finding, setFinding] = useState(false);
  const taken = state.phase !== "idle" && state.phase !== "ended";
  const ring = async () => {
    if (finding || taken) return;
    setFinding(true);
    try {
      await start(conversationId ?? (await conversationWith(userId)), person);
    } catch (error) {
      const said = error instanceof ApiError && error.message;
      notify({ text: said || t("call.unreachable"), tone: "bad" });
    } finally {
      setFinding(false);
    }
  };
  const label = t(variant === "back" ? "call.call_back" : "call.call");
  const icon = <Phone aria-hidden="true" size={variant === "icon" ? 21 : 18} />;
  const small = (look: "primary" | "soft", className?: string) => (
    <IconButton
      label={label}
      variant={look}
      onClick={ring}
      aria-disabled={taken || undefined}
      aria-busy={finding || undefined}
      className={className}
    >
      {finding ? <Dots /> : icon}
    </IconButton>
  );
  if (variant === "icon") return small("primary");
  return (
    <>
      {small("soft", "sm:hidden")}
      <span className="max-sm:hidden">
        <Button variant="soft" icon={icon} onClick={ring} pending={finding} aria-disabled={taken || undefined}>
          {label}
        </Button>
      </span>
    </>
  );
}

"use client";

import clsx from "clsx";
import { MessageCircle } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { Button, type ButtonVariant } from "@/components/ui/button";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { refusalOf } from "@/components/ui/use-attempt";
import { people } from "./people-api";

type MessageButtonProps = { userId: number; variant?: ButtonVariant; narrow?: boolean };

/** The press that counts: of several, and of all that were made on a page, the last. */
let lastWish = 0;

/** Opens the conversation with a person. `narrow` shows the icon alone on a phone. */
export function MessageButton({ userId, variant = "soft", narrow = false }: MessageButtonProps) {
  const { t } = useI18n();
  const router = useRouter();
  const notify = useNotice();
  const [going, start] = useTransition();
  const [finding, setFinding] = useState(false);

  const here = useRef(false);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);

  const open = async () => {
    lastWish += 1;
    const mine = lastWish;
    // Not within the transition: React holds back every other way, such as a link, until all of one is answered.
    setFinding(true);
    try {
      const conversationId = await people.converse(userId);
      // Whoever has gone elsewhere, or to somebody else, stays there.
      if (here.current && mine === lastWish) start(() => router.push(`/chat/${conversationId}`));
    } catch (error) {
      notify({ text: refusalOf(error, t).message, tone: "bad" });
    } finally {
      setFinding(false);
    }
  };

  return (
    <Button
      variant={variant}
      pending={finding || going}
      onClick={open}
      icon={<MessageCircle aria-hidden="true" size={18} />}
      className={clsx(narrow && "max-sm:w-11 max-sm:px-0")}
    >
      <span className={clsx(narrow && "max-sm:sr-only")}>{t("friends.message")}</span>
    </Button>
  );
}

"use client";

import clsx from "clsx";
import { MessageCircle } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button, type ButtonVariant } from "@/components/ui/button";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { refusalOf } from "@/components/ui/use-attempt";
import { people } from "./people-api";

type MessageButtonProps = { userId: number; variant?: ButtonVariant; narrow?: boolean };

/** Opens the conversation with a person. `narrow` shows the icon alone on a phone. */
export function MessageButton({ userId, variant = "soft", narrow = false }: MessageButtonProps) {
  const { t } = useI18n();
  const router = useRouter();
  const notify = useNotice();
  const [pending, start] = useTransition();

  const open = () =>
    start(async () => {
      try {
        router.push(`/chat/${await people.converse(userId)}`);
      } catch (error) {
        notify({ text: refusalOf(error, t).message, tone: "bad" });
      }
    });

  return (
    <Button
      variant={variant}
      pending={pending}
      onClick={open}
      icon={<MessageCircle aria-hidden="true" size={18} />}
      className={clsx(narrow && "max-sm:w-11 max-sm:px-0")}
    >
      <span className={clsx(narrow && "max-sm:sr-only")}>{t("friends.message")}</span>
    </Button>
  );
}

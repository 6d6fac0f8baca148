"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useI18n } from "@/components/ui/i18n";
import { later } from "@/components/ui/later";
import { api } from "@/lib/client/api";
import type { KnownConversation } from "@/lib/client/conversation-store-merge";
import { useChat } from "./conversations-provider";
import { useConversationChange } from "./use-conversation-change";

const ConfirmDialog = later(() => import("@/components/ui/confirm-dialog").then((file) => file.ConfirmDialog));
const ReportDialog = later(() => import("./report-dialog").then((file) => file.ReportDialog));

/** In the place of the composer, while somebody one does not know asks to be heard. */
export function RequestBar({ conversation }: { conversation: KnownConversation }) {
  const { t } = useI18n();
  const chat = useChat();
  const router = useRouter();
  const { busy, change } = useConversationChange();
  const [asked, setAsked] = useState<"delete" | "block" | "report" | null>(null);
  const [open, setOpen] = useState(false);
  const { id, other_user: other } = conversation;
  const { name } = other;
  const ask = (question: "delete" | "block" | "report") => {
    setAsked(question);
    setOpen(true);
  };
  const leave = async (work: () => Promise<unknown>, done: string) => {
    if (!(await change(work, done))) return;
    setOpen(false);
    // Only from there: one may have gone on meanwhile.
    if (window.location.pathname === `/chat/${id}`) router.push("/chat");
  };
  const remove = () => leave(() => chat.clear(id), t("settle.request_deleted"));
  const block = () =>
    leave(
      async () => {
        await api("POST /blocks/{user_id}", { user_id: other.id });
        await chat.clear(id);
      },
      t("friends.done.blocked", { name }),
    );
  return (
    <section
      aria-label={t("settle.request")}
      className="grid shrink-0 gap-3 border-line border-t px-5 pt-4 text-center [padding-block-end:max(1rem,env(safe-area-inset-bottom))]"
    >
      <p className="mx-auto max-w-[52ch] text-balance text-sm text-soft">
        <Naming text={t("settle.request_text")} name={name} />
      </p>
      <div className="mx-auto grid w-full max-w-[30rem] grid-cols-3 gap-2">
        <Button variant="quiet" className="bg-sunk text-no-ink!" onClick={() => ask("block")}>
          {t("friends.block")}
        </Button>
        <Button variant="quiet" className="bg-sunk" onClick={() => ask("delete")}>
          {t("settle.request_delete")}
        </Button>
        <Button pending={busy} onClick={() => void change(() => chat.accept(id))}>
          {t("settle.request_accept")}
        </Button>
      </div>
      <button
        type="button"
        onClick={() => ask("report")}
        className="mx-auto min-h-11 px-3 text-sm text-soft underline underline-offset-4 hover:text-ink"
      >
        {t("settle.report")}
      </button>
      {asked === "delete" && (
        <ConfirmDialog
          open={open}
          onOpenChange={setOpen}
          title={t("settle.confirm_delete.title")}
          text={t("settle.confirm_delete.text")}
          confirm={t("settle.request_delete")}
          danger
          pending={busy}
          onConfirm={() => void remove()}
        />
      )}
      {asked === "block" && (
        <ConfirmDialog
          open={open}
          onOpenChange={setOpen}
          title={t("friends.confirm_block.title", { name })}
          text={t("friends.confirm_block.text")}
          confirm={t("friends.block")}
          danger
          pending={busy}
          onConfirm={() => void block()}
        />
      )}
      {asked === "report" && <ReportDialog open={open} onOpenChange={setOpen} person={other} />}
    </section>
  );
}

/** Above the composer, while the other has not let one in yet: why there are no receipts and no calls. */
export function AskingLine({ name }: { name: string }) {
  const { t } = useI18n();
  return (
    <p className="mx-auto max-w-[52ch] shrink-0 text-balance px-5 py-2 text-center text-soft text-xs">
      <Naming text={t("settle.asking_text")} name={name} />
    </p>
  );
}

function Naming({ text, name }: { text: string; name: string }) {
  const [before, after] = text.split("{name}");
  return (
    <>
      {before}
      <bdi className="font-medium text-ink">{name}</bdi>
      {after}
    </>
  );
}

"use client";

import { LogOut, Trash2 } from "lucide-react";
import { useState } from "react";
import { useSignedIn } from "@/components/realtime/realtime-provider";
import { Button } from "@/components/ui/button";
import { useI18n } from "@/components/ui/i18n";
import { later } from "@/components/ui/later";
import { useNotice } from "@/components/ui/notice";
import { refusalOf } from "@/components/ui/use-attempt";
import { forgetPerson, unsentOf } from "@/lib/client/leftovers";
import { leaveBy, signOut } from "@/lib/client/session";
import { SettingCard } from "./setting-card";

const ConfirmDialog = later(() => import("@/components/ui/confirm-dialog").then((file) => file.ConfirmDialog));
const DeleteDialog = later(() => import("./delete-dialog").then((file) => file.DeleteDialog));

/** The two ways to go: for now, and for good. */
export function Account() {
  const { t } = useI18n();
  const notify = useNotice();
  const me = useSignedIn().id;
  const [leaving, setLeaving] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const [unsent, setUnsent] = useState(0);

  async function ask() {
    setLeaving(true);
    const count = await unsentOf(me);
    if (count === 0) return leave();
    setLeaving(false);
    setUnsent(count);
  }
  async function leave() {
    setLeaving(true);
    try {
      await leaveBy("signed-out", async () => {
        await signOut();
        await forgetPerson(me);
      });
    } catch (error) {
      setLeaving(false);
      setUnsent(0);
      notify({ text: refusalOf(error, t).message, tone: "bad" });
    }
  }

  return (
    <>
      <div className="mt-5">
        <Button
          variant="soft"
          size="large"
          className="w-full"
          icon={<LogOut aria-hidden="true" size={20} className="mirror" />}
          pending={leaving}
          onClick={() => void ask()}
        >
          {t("settings.sign_out")}
        </Button>
      </div>
      <SettingCard id="delete" title={t("settings.delete.title")}>
        <p className="text-soft">{t("settings.delete.text")}</p>
        <Button
          variant="quiet"
          className="justify-self-start bg-no-wash text-no-ink! hover:bg-no-wash"
          icon={<Trash2 aria-hidden="true" size={18} />}
          onClick={() => setDeleting(true)}
        >
          {t("settings.delete.submit")}
        </Button>
      </SettingCard>
      {unsent > 0 && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && !leaving && setUnsent(0)}
          title={t("settings.sign_out_unsent.title")}
          text={t("settings.sign_out_unsent.text", { count: unsent })}
          confirm={t("settings.sign_out")}
          danger
          pending={leaving}
          onConfirm={() => void leave()}
        />
      )}
      {deleting && <DeleteDialog onClose={() => setDeleting(false)} />}
    </>
  );
}

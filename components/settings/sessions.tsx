"use client";

import { KeyRound, MonitorSmartphone } from "lucide-react";
import { useState } from "react";
import { useLive } from "@/components/realtime/use-live";
import { Button } from "@/components/ui/button";
import { useI18n } from "@/components/ui/i18n";
import { later } from "@/components/ui/later";
import { useNotice } from "@/components/ui/notice";
import { refusalOf } from "@/components/ui/use-attempt";
import { useNow } from "@/components/ui/use-now";
import { api } from "@/lib/client/api";
import type { Session } from "@/lib/contracts/users";
import { SettingCard } from "./setting-card";

const ConfirmDialog = later(() => import("@/components/ui/confirm-dialog").then((file) => file.ConfirmDialog));

const read = () => api("GET /me/tokens");
const changes = ["session.revoked"] as const;

/** Every browser and token that is signed in; the others can be ended, one or all. */
export function Sessions({ initial }: { initial: Session[] }) {
  const { t } = useI18n();
  const notify = useNotice();
  const { data, reload } = useLive(initial, read, changes);
  const [ending, setEnding] = useState<readonly string[]>([]);
  const [asking, setAsking] = useState(false);
  const sessions = data.toSorted((a, b) => Number(b.current) - Number(a.current));
  const alone = sessions.every((session) => session.current);

  async function end(which: string, done: string) {
    setEnding((old) => [...old, which]);
    try {
      await (which === "others"
        ? api("DELETE /me/tokens")
        : api("DELETE /me/tokens/{session_id}", { session_id: which }));
      notify({ text: done, tone: "good" });
    } catch (error) {
      notify({ text: refusalOf(error, t).message, tone: "bad" });
    }
    await reload();
    setEnding((old) => old.filter((one) => one !== which));
    if (which === "others") setAsking(false);
  }

  return (
    <SettingCard id="sessions" title={t("settings.sessions.title")}>
      <ul aria-labelledby="sessions" className="grid gap-1">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            ending={ending.includes(session.id)}
            onEnd={() => end(session.id, t("settings.sessions.revoked"))}
          />
        ))}
      </ul>
      {alone ? (
        <p className="text-sm text-soft">{t("settings.sessions.empty")}</p>
      ) : (
        <Button variant="soft" className="justify-self-start" onClick={() => setAsking(true)}>
          {t("settings.sessions.revoke_all")}
        </Button>
      )}
      {asking && (
        <ConfirmDialog
          open
          onOpenChange={setAsking}
          title={t("settings.sessions.confirm_all.title")}
          text={t("settings.sessions.confirm_all.text")}
          confirm={t("settings.sign_out")}
          danger
          pending={ending.includes("others")}
          onConfirm={() => void end("others", t("settings.sessions.all_revoked"))}
        />
      )}
    </SettingCard>
  );
}

type SessionRowProps = { session: Session; ending: boolean; onEnd: () => void };

function SessionRow({ session, ending, onEnd }: SessionRowProps) {
  const { t, ago } = useI18n();
  const now = useNow();
  const Icon = session.kind === "token" ? KeyRound : MonitorSmartphone;
  const kind = session.kind === "token" ? t("settings.sessions.token") : t("settings.sessions.browser");
  return (
    <li className="flex min-h-14 items-center gap-3.5">
      <Icon aria-hidden="true" size={22} className="text-soft" />
      <span className="grid min-w-0 flex-1 leading-normal">
        <bdi className="cut font-medium">{session.name || kind}</bdi>
        <span className="text-sm text-soft" suppressHydrationWarning>
          {session.current ? (
            <span className="font-medium text-brand-ink">{t("settings.sessions.current")}</span>
          ) : (
            `${kind} · ${t("settings.sessions.last_used", { ago: ago(session.last_used_at, now) })}`
          )}
        </span>
      </span>
      {!session.current && (
        <Button variant="quiet" pending={ending} onClick={onEnd}>
          {t("settings.sessions.revoke")}
        </Button>
      )}
    </li>
  );
}

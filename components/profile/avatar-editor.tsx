"use client";

import { Camera, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { useI18n } from "@/components/ui/i18n";
import { later } from "@/components/ui/later";
import { useNotice } from "@/components/ui/notice";
import { refusalOf } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import type { Me } from "@/lib/contracts/users";

const CropDialog = later(() => import("./crop-dialog").then((file) => file.CropDialog));

/** What is shown before the server has it: a new picture, or none. */
type Ahead = { src: string | null } | null;

/** An object URL that is let go with the component, or when the next one takes its place. */
function useObjectUrl(): [string | null, (blob: Blob | null) => string | null] {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
  const hold = (blob: Blob | null) => {
    const made = blob && URL.createObjectURL(blob);
    setUrl(made);
    return made;
  };
  return [url, hold];
}

export function AvatarEditor({ me, onSaved }: { me: Me; onSaved: (me: Me) => void }) {
  const { t } = useI18n();
  const notify = useNotice();
  const input = useRef<HTMLInputElement>(null);
  const [chosen, choose] = useObjectUrl();
  const [, holdPreview] = useObjectUrl();
  const [ahead, setAhead] = useState<Ahead>(null);
  const shown = ahead ? ahead.src : me.avatar;

  /** Shows it at once; the old picture comes back if the server refuses. */
  async function save(next: Ahead, work: () => Promise<Me>, done: string) {
    setAhead(next);
    try {
      onSaved(await work());
      notify({ text: done, tone: "good" });
    } catch (error) {
      const { message, fields } = refusalOf(error, t);
      notify({ text: fields.image?.[0] ?? message, tone: "bad" });
    } finally {
      setAhead(null);
    }
  }

  function upload(picture: Blob) {
    choose(null);
    const put = () => api("PUT /me/avatar", { image: picture });
    void save({ src: holdPreview(picture) }, put, t("profile.avatar_saved"));
  }

  return (
    <div className="flex flex-col items-center gap-3">
      <Avatar id={me.id} name={me.name} src={shown} size={140} />
      <p className="text-soft">
        <bdi>@{me.username}</bdi>
      </p>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/webp,image/gif"
        hidden
        onChange={(event) => {
          choose(event.target.files?.[0] ?? null);
          // The same file again must be a change, too.
          event.target.value = "";
        }}
      />
      <div className="flex flex-wrap justify-center gap-1.5">
        <Button
          variant="soft"
          icon={<Camera aria-hidden="true" size={18} />}
          pending={ahead !== null}
          onClick={() => input.current?.click()}
        >
          {t("profile.change_avatar")}
        </Button>
        {shown && (
          <Button
            variant="quiet"
            icon={<Trash2 aria-hidden="true" size={18} />}
            aria-disabled={ahead !== null || undefined}
            onClick={() => {
              if (!ahead) void save({ src: null }, () => api("DELETE /me/avatar"), t("profile.avatar_removed"));
            }}
          >
            {t("profile.remove_avatar")}
          </Button>
        )}
      </div>
      {chosen && (
        <CropDialog
          src={chosen}
          onCancel={() => choose(null)}
          onUnreadable={() => {
            choose(null);
            notify({ text: t("errors.not_an_image"), tone: "bad" });
          }}
          onCropped={upload}
        />
      )}
    </div>
  );
}

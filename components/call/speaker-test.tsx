"use client";

import { Volume2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useI18n } from "@/components/ui/i18n";
import { playSample } from "@/lib/client/speaker-sample";

type Test = "none" | "playing" | "played" | "failed";

/** Three notes on the chosen loudspeaker, "" for the system's, and what to do when they are not heard. */
export function SpeakerTest({ speaker }: { speaker: string }) {
  const { t } = useI18n();
  const [test, setTest] = useState<Test>("none");
  const play = async () => {
    if (test === "playing") return;
    setTest("playing");
    setTest((await playSample(speaker)) ? "played" : "failed");
  };
  return (
    <div className="grid gap-2">
      <Button
        variant="soft"
        icon={<Volume2 aria-hidden="true" size={18} />}
        className="justify-self-start"
        onClick={play}
        pending={test === "playing"}
      >
        {t("call.sound.test_speaker")}
      </Button>
      <p aria-live="polite" className="text-sm text-soft empty:hidden">
        {test === "played" && t("call.sound.hear_nothing")}
        {test === "failed" && t("call.sound.no_speaker")}
      </p>
    </div>
  );
}

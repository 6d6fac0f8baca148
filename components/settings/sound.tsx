"use client";

import { Mic, Square } from "lucide-react";
import { useEffect, useState } from "react";
import { LevelBar } from "@/components/call/level-bar";
import { SoundControls } from "@/components/call/sound-controls";
import { useSoundChoices } from "@/components/call/use-sound";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { useI18n } from "@/components/ui/i18n";
import { audioContext } from "@/lib/client/call-client-audio";
import type { MicrophoneProblem } from "@/lib/client/call-client-state";
import { createLevelMeter, type LevelMeter } from "@/lib/client/level-meter";
import { MicrophoneError, openMicrophone } from "@/lib/client/microphone";
import { SettingCard } from "./setting-card";

type Test = { phase: "off" } | { phase: "on"; meter: LevelMeter | null } | { phase: "failed"; why: MicrophoneProblem };

/** Microphone and loudspeaker, chosen and tried before anybody calls. */
export function Sound() {
  const { t } = useI18n();
  const [test, setTest] = useState<Test>({ phase: "off" });
  const choices = useSoundChoices();
  const testing = test.phase === "on";
  // Another choice is tried at once.
  useEffect(() => {
    if (!testing) return;
    let left = false;
    let release = () => {};
    openMicrophone(choices).then(
      (stream) => {
        const stop = () => {
          for (const track of stream.getTracks()) track.stop();
        };
        if (left) return stop();
        void audioContext().resume();
        const meter = createLevelMeter(audioContext(), stream);
        release = () => {
          meter.close();
          stop();
        };
        setTest({ phase: "on", meter });
      },
      (error: unknown) => {
        if (!left) setTest({ phase: "failed", why: error instanceof MicrophoneError ? error.problem : "busy" });
      },
    );
    return () => {
      left = true;
      release();
    };
  }, [testing, choices]);
  const Icon = testing ? Square : Mic;
  return (
    <SettingCard id="sound" title={t("call.sound.title")}>
      <SoundControls
        fresh={test}
        meter={
          <div className="grid gap-3">
            {test.phase === "on" && <LevelBar level={() => test.meter?.level() ?? 0} />}
            {test.phase === "failed" && <FormError>{t(`call.microphone.${test.why}`)}</FormError>}
            <Button
              variant="soft"
              icon={<Icon aria-hidden="true" size={18} />}
              className="justify-self-start"
              onClick={() => setTest(testing ? { phase: "off" } : { phase: "on", meter: null })}
            >
              {t(testing ? "call.sound.stop" : "call.sound.test")}
            </Button>
          </div>
        }
      />
    </SettingCard>
  );
}

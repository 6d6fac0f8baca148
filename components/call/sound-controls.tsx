"use client";

import type { ReactNode } from "react";
import { useI18n } from "@/components/ui/i18n";
import { Switch } from "@/components/ui/switch";
import { choosesSpeaker, findDevice } from "@/lib/client/audio-devices";
import { soundChoices } from "@/lib/client/sound-choices";
import { DeviceSelect } from "./device-select";
import { SpeakerTest } from "./speaker-test";
import { useAudioDevices, useSoundChoices } from "./use-sound";

const switches = [
  ["echoCancellation", "call.sound.echo"],
  ["noiseSuppression", "call.sound.noise"],
  ["autoGainControl", "call.sound.gain"],
] as const;

export type SoundControlsProps = {
  /** the level meter, under the microphone */
  meter: ReactNode;
  /** changes when the browser may name devices that it did not name before */
  fresh?: unknown;
};

/** Microphone, loudspeaker and what is done to the voice: kept in this browser, followed at once by a running call. */
export function SoundControls({ meter, fresh }: SoundControlsProps) {
  const { t } = useI18n();
  const { microphones, speakers } = useAudioDevices(fresh);
  const chosen = useSoundChoices();
  return (
    <>
      <DeviceSelect
        label={t("call.sound.microphone")}
        devices={microphones}
        chosen={chosen.microphone}
        onChoose={(microphone) => soundChoices.setState({ microphone })}
      />
      {meter}
      {microphones.length > 0 && !choosesSpeaker() ? (
        <p className="text-sm text-soft">{t("call.sound.speaker_fixed")}</p>
      ) : (
        <DeviceSelect
          label={t("call.sound.speaker")}
          devices={speakers}
          chosen={chosen.speaker}
          onChoose={(speaker) => soundChoices.setState({ speaker })}
        />
      )}
      <SpeakerTest speaker={findDevice(chosen.speaker, speakers)?.id ?? ""} />
      {microphones.length === 0 && <p className="text-sm text-soft">{t("call.sound.unnamed")}</p>}
      <div className="grid">
        {switches.map(([key, label]) => (
          <Switch
            key={key}
            label={t(label)}
            checked={chosen[key]}
            onCheckedChange={(on) => soundChoices.setState({ [key]: on })}
          />
        ))}
      </div>
    </>
  );
}

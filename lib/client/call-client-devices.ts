import type { StoreApi } from "zustand/vanilla";
import { type AudioDevices, findDevice, listAudioDevices, onDevicesChange } from "./audio-devices";
import type { Voice } from "./call-client-voice";
import { type SoundChoices, soundChoices } from "./sound-choices";

export interface DeviceFollowerOptions {
  voice: Pick<Voice, "reopen" | "device">;
  setSpeaker(deviceId: string): void;
  /** the chosen loudspeaker has gone: the system's one is heard */
  onSpeakerGone(): void;
  choices?: StoreApi<SoundChoices>;
  list?: () => Promise<AudioDevices>;
  onChange?: (listener: () => void) => () => void;
}

/** Keeps a call on the devices that its person has chosen, as they change their mind and as devices come and go. */
export interface DeviceFollower {
  /** The microphone is open, so devices may be told apart: finds the chosen loudspeaker. */
  begin(): void;
  /** The call is over: everything as it was. */
  end(): void;
}

export function followDevices(options: DeviceFollowerOptions): DeviceFollower {
  const { voice } = options;
  const choices = options.choices ?? soundChoices;
  const list = options.list ?? listAudioDevices;
  let inCall = false;
  let speaker = "";

  const play = (id: string) => {
    if (id === speaker) return;
    speaker = id;
    options.setSpeaker(id);
  };
  const look = async () => {
    const { speakers, microphones } = await list();
    if (!inCall) return;
    const chosen = choices.getState();
    const found = findDevice(chosen.speaker, speakers);
    const gone = speaker !== "" && !speakers.some((one) => one.id === speaker);
    play(found?.id ?? "");
    if (gone && !found && chosen.speaker) options.onSpeakerGone();
    const microphone = findDevice(chosen.microphone, microphones);
    const using = voice.device();
    // None speaks and one may have come, or the chosen one is back.
    if (using === null || (microphone && microphone.id !== using)) voice.reopen();
  };
  let stops: (() => void)[] = [];
  const follow = () => [
    (options.onChange ?? onDevicesChange)(() => void look()),
    choices.subscribe((now, before) => {
      if (now.speaker !== before.speaker) play(now.speaker?.id ?? "");
      const { speaker: _, ...heard } = now;
      if (Object.entries(heard).some(([key, value]) => before[key as keyof SoundChoices] !== value)) voice.reopen();
    }),
  ];

  return {
    begin() {
      if (inCall) return;
      inCall = true;
      stops = follow();
      // Asking for a list takes time, which a call without a chosen loudspeaker need not spend.
      if (choices.getState().speaker) void look();
    },
    end() {
      inCall = false;
      for (const stop of stops.splice(0)) stop();
      play("");
    },
  };
}

"use client";

import { Dialog } from "@/components/ui/dialog";
import { useI18n } from "@/components/ui/i18n";
import { useCall } from "./call-context";
import { LevelBar } from "./level-bar";
import { SoundControls } from "./sound-controls";

export type DeviceMenuProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** The devices of the running call, to be changed while one talks. */
export function DeviceMenu({ open, onOpenChange }: DeviceMenuProps) {
  const { t } = useI18n();
  const { state, inputLevel } = useCall();
  const muted = state.phase === "active" && state.muted;
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("call.sound.title")}>
      <SoundControls meter={<LevelBar level={inputLevel} muted={muted} />} />
    </Dialog>
  );
}

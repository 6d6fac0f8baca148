"use client";

import { ChevronDown } from "lucide-react";
import { useId } from "react";
import { useI18n } from "@/components/ui/i18n";
import { findDevice } from "@/lib/client/audio-devices";
import type { DeviceChoice } from "@/lib/client/sound-choices";

export type DeviceSelectProps = {
  label: string;
  devices: readonly DeviceChoice[];
  chosen: DeviceChoice | null;
  onChoose: (device: DeviceChoice | null) => void;
};

/** One of the devices, or whatever the system prefers: the browser's own list, at home on every phone. */
export function DeviceSelect({ label, devices, chosen, onChoose }: DeviceSelectProps) {
  const { t } = useI18n();
  const id = useId();
  const current = findDevice(chosen, devices);
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <div className="relative">
        <select
          id={id}
          dir="auto"
          value={current?.id ?? ""}
          onChange={(event) => onChoose(devices.find((device) => device.id === event.target.value) ?? null)}
          className="min-h-12 w-full appearance-none truncate rounded-field border border-edge bg-surface ps-4 pe-11 text-ink"
        >
          <option value="">{t("call.sound.preferred")}</option>
          {devices.map((device, index) => (
            <option key={device.id} value={device.id}>
              {device.label || t("call.sound.device", { number: index + 1 })}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden="true"
          size={18}
          className="pointer-events-none absolute inset-y-0 end-4 my-auto text-soft"
        />
      </div>
    </div>
  );
}

"use client";

import { PhoneOff } from "lucide-react";
import { useI18n } from "@/components/ui/i18n";
import type { CallState } from "@/lib/client/call-client-state";
import { CallAction } from "./call-action";
import { useCall } from "./call-context";
import { CallingFace, callCardClass } from "./calling-face";

/** The person here calls somebody: until it is answered, taken back or over. */
export function OutgoingCall({ ring }: { ring: Extract<CallState, { phase: "outgoing" }> }) {
  const { t } = useI18n();
  const { cancel } = useCall();
  return (
    <section aria-label={t("call.calling")} className={callCardClass}>
      <CallingFace person={ring.person} ringing={ring.reached}>
        <p aria-live="polite" className="text-soft">
          {ring.reached ? t("call.state.ringing") : t("call.state.calling")}
        </p>
      </CallingFace>
      <div className="md:mt-4.5 md:grid md:w-full">
        <CallAction
          label={t("call.cancel")}
          variant="danger"
          icon={<PhoneOff aria-hidden="true" className="size-[30px] md:size-5" />}
          onClick={cancel}
        />
      </div>
    </section>
  );
}

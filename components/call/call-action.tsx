import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";

export type CallActionProps = {
  label: string;
  variant: "answer" | "danger" | "soft";
  icon: ReactNode;
  onClick: () => void;
  disabled?: boolean;
};

/** One answer to a ring: a round button over its word on a phone, a wide one on a desktop. Only one of them is shown. */
export function CallAction({ label, variant, icon, onClick, disabled }: CallActionProps) {
  return (
    <div>
      <div className="grid justify-items-center gap-2.5 text-sm text-soft md:hidden">
        <IconButton label={label} variant={variant} size="round" onClick={onClick} aria-disabled={disabled}>
          {icon}
        </IconButton>
        <span aria-hidden="true">{label}</span>
      </div>
      <div className="hidden md:grid">
        <Button variant={variant} size="large" icon={icon} onClick={onClick} aria-disabled={disabled}>
          {label}
        </Button>
      </div>
    </div>
  );
}

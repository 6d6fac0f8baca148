import type { ReactNode } from "react";
import { PreferenceCorner } from "@/components/auth/preference-corner";
import { Main } from "@/components/ui/page";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="relative grid min-h-dvh grid-rows-[auto_1fr_auto] bg-[radial-gradient(110%_50%_at_50%_0,var(--brand-wash),var(--paper))]">
      <div className="flex justify-end p-3">
        <PreferenceCorner />
      </div>
      <Main className="mx-auto grid w-full max-w-form content-center px-8 py-6">{children}</Main>
      {/* As high as the corner above, so that the form stands in the middle of the page. */}
      <div className="safe-bottom h-17 max-sm:hidden" />
    </div>
  );
}

"use client";

import { ChevronLeft } from "lucide-react";
import { useRouter } from "next/navigation";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";

/** Back to where one came from; to the friends for whom this page was the first. */
export function BackButton() {
  const { t } = useI18n();
  const router = useRouter();
  const back = () => (window.history.length > 1 ? router.back() : router.push("/friends"));
  return (
    <IconButton label={t("common.back")} onClick={back} className="-ms-3">
      <ChevronLeft aria-hidden="true" className="mirror" />
    </IconButton>
  );
}

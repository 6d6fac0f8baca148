import { CircleAlert } from "lucide-react";

/** What was wrong with a form as a whole; said aloud when it appears. Keep it mounted so that it is heard. */
export function FormError({ children }: { children: string | null | undefined }) {
  return (
    <div role="alert">
      {children && (
        <p className="flex animate-rise items-start gap-2.5 rounded-surface bg-no-wash px-4 py-3 text-no-ink text-sm">
          <CircleAlert aria-hidden="true" size={18} className="mt-[0.2em]" />
          {children}
        </p>
      )}
    </div>
  );
}

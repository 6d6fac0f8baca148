import clsx from "clsx";
import type { ReactNode } from "react";
import { Drawing, type DrawingName } from "./drawings";

export type EmptyStateProps = {
  drawing: DrawingName;
  title: string;
  /** One sentence: what to do next. */
  text?: ReactNode;
  /** One button or link. */
  action?: ReactNode;
  className?: string;
};

export function EmptyState({ drawing, title, text, action, className }: EmptyStateProps) {
  return (
    <div className={clsx("grid animate-rise justify-items-center gap-1 px-6 py-10 text-center", className)}>
      <Drawing name={drawing} />
      <h2 className="mt-4 font-semibold text-lg">{title}</h2>
      {text && <p className="max-w-[36ch] text-balance text-soft">{text}</p>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}

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
  /** 1 where it is the whole page. */
  level?: 1 | 2;
  className?: string;
};

export function EmptyState({ drawing, title, text, action, level = 2, className }: EmptyStateProps) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <div className={clsx("grid animate-rise justify-items-center gap-1 px-6 py-10 text-center", className)}>
      <Drawing name={drawing} />
      <Heading className="mt-4 font-semibold text-lg">{title}</Heading>
      {text && <p className="max-w-[36ch] text-balance text-soft">{text}</p>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}

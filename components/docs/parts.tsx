import clsx from "clsx";
import type { ReactNode } from "react";

const colours: Record<string, string> = {
  GET: "bg-brand-wash text-brand-ink",
  POST: "bg-mine text-brand-ink",
  PUT: "bg-amber-wash text-amber",
  PATCH: "bg-amber-wash text-amber",
  DELETE: "bg-no-wash text-no-ink",
};

export function Method({ name }: { name: string }) {
  return (
    <span className={clsx("w-16 shrink-0 rounded-corner px-2 py-0.5 text-center font-semibold text-xs", colours[name])}>
      {name}
    </span>
  );
}

export function Part({ title, kind, children }: { title: string; kind?: string; children?: ReactNode }) {
  return (
    <div className="mt-3">
      <h4 className="font-semibold text-sm text-soft">
        <bdi>{title}</bdi>
        {kind && ` · ${kind}`}
      </h4>
      {children}
    </div>
  );
}

export function Example({ title, value }: { title: string; value: unknown }) {
  return (
    <Part title={title}>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="mt-1 max-h-96 overflow-auto rounded-surface bg-sunk p-3 text-xs leading-relaxed"
      >
        <code>{JSON.stringify(value, null, 2)}</code>
      </pre>
    </Part>
  );
}

"use client";

import clsx from "clsx";
import { Search, X } from "lucide-react";
import { type ComponentProps, useRef } from "react";
import { useI18n } from "./i18n";
import { IconButton } from "./icon-button";
import { useTypedEarly } from "./use-typed-early";

export type SearchFieldProps = Omit<ComponentProps<"input">, "type" | "value" | "onChange" | "aria-label" | "ref"> & {
  /** The accessible name; there is no visible label. */
  label: string;
  value: string;
  onValue: (value: string) => void;
};

export function SearchField({ label, value, onValue, className, placeholder = label, ...input }: SearchFieldProps) {
  const { t } = useI18n();
  const field = useRef<HTMLInputElement>(null);
  useTypedEarly(field, value, onValue);
  return (
    <div className={clsx("relative", className)}>
      <Search
        aria-hidden="true"
        size={18}
        className="pointer-events-none absolute inset-y-0 start-3.5 my-auto text-soft"
      />
      <input
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        {...input}
        ref={field}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        className={clsx(
          "h-11 w-full appearance-none rounded-surface border border-transparent bg-sunk ps-10.5 pe-11 text-[0.9375rem]",
          "transition-[background-color,border-color] focus:border-brand focus:bg-surface focus:outline-none",
          "focus:ring-3 focus:ring-brand/30",
        )}
      />
      {value !== "" && (
        <IconButton
          label={t("common.clear")}
          onClick={() => {
            onValue("");
            field.current?.focus();
          }}
          className="absolute! inset-y-0 end-0"
        >
          <X size={18} />
        </IconButton>
      )}
    </div>
  );
}

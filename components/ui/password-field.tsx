"use client";

import clsx from "clsx";
import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { controlClass, Field, type FieldTexts } from "./field";
import { useI18n } from "./i18n";
import { IconButton } from "./icon-button";

export type PasswordFieldProps = Omit<ComponentProps<"input">, "children" | "type"> & FieldTexts;

/** The button's name leaves the word "password" out, so the label finds the field alone. */
export function PasswordField({ label, hint, error, id, className, ...input }: PasswordFieldProps) {
  const { t } = useI18n();
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error} id={id} className={className}>
      {(control) => (
        <div className="relative">
          <input
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            {...input}
            {...control}
            type={shown ? "text" : "password"}
            className={clsx(controlClass, "h-[50px] pe-13")}
          />
          <IconButton
            label={t(shown ? "common.hide_typed" : "common.show_typed")}
            aria-controls={control.id}
            onClick={() => setShown(!shown)}
            className="absolute! inset-y-[3px] end-[3px]"
          >
            {shown ? <EyeOff size={20} /> : <Eye size={20} />}
          </IconButton>
        </div>
      )}
    </Field>
  );
}

import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { TextField, type TextFieldProps } from "./text-field";

/** A password with a button that shows it and a word when Caps Lock is on. */
export function PasswordField({ hint, ...props }: Omit<TextFieldProps, "type" | "end">) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const [isCaps, setCaps] = useState(false);
  const look = (event: KeyboardEvent) => setCaps(event.getModifierState("CapsLock"));
  const EyeShape = isShown ? IconEyeOff : IconEye;
  return (
    <TextField
      {...props}
      type={isShown ? "text" : "password"}
      spellCheck="false"
      onKeyDown={look}
      onKeyUp={look}
      hint={isCaps ? <span className="text-warn">{t("password.capsLock")}</span> : hint}
      end={
        <button
          type="button"
          onClick={() => setShown(!isShown)}
          aria-pressed={isShown}
          aria-label={t("password.show")}
          className="mr-1 grid pointer-coarse:size-9 size-6 cursor-pointer place-items-center rounded-md text-ink-muted hover:text-ink"
        >
          <EyeShape size={16} stroke={1.75} aria-hidden="true" />
        </button>
      }
    />
  );
}

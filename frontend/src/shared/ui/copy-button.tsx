import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button";

interface CopyButtonProps {
  text: string;
  /** What is copied, for screen readers: "Скопировать ключ". Shown when `isIcon` is off. */
  label?: string;
  isIcon?: boolean;
}

export function CopyButton({ text, label, isIcon = false }: CopyButtonProps) {
  const { t } = useTranslation();
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), 2000);
    return () => clearTimeout(timer);
  }, [isDone]);
  const IconShape = isDone ? IconCheck : IconCopy;
  const name = isDone ? t("copied") : (label ?? t("copy"));
  return (
    <Button
      look={isIcon ? "ghost" : "secondary"}
      size={isIcon ? "icon" : "md"}
      aria-label={isIcon ? name : undefined}
      onPress={async () => {
        await navigator.clipboard.writeText(text);
        setDone(true);
      }}
    >
      <IconShape size={16} stroke={1.75} aria-hidden="true" />
      {isIcon ? null : name}
    </Button>
  );
}

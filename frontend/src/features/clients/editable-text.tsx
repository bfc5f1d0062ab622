import { useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { clearDraft, readDraft } from "@/shared/lib/draft";
import { overlayPart } from "@/shared/lib/lazy-part";

const Editor = overlayPart(async () => (await import("./text-editor")).TextEditor);

export interface EditableTextProps {
  label: string;
  value: string;
  /** Throws FieldConflict when somebody else changed it first. `base` is what was shown when editing began. */
  onSave: (value: string, base: string) => Promise<void>;
  /** Names what is typed, so that it survives a reload. */
  draftKey: string;
  isMultiline?: boolean;
  isRequired?: boolean;
  maxLength: number;
  /** Opens at once: an empty fact that somebody chose to fill in. */
  startsOpen?: boolean;
  onClose?: () => void;
}

export interface Draft {
  text: string;
  base: string;
}

/** A fact that turns into a field where it stands; Enter or leaving saves, Escape forgets. */
export function EditableText(props: EditableTextProps) {
  const { value, draftKey, startsOpen = false, onClose } = props;
  const saved = useRef(readDraft<Draft>(draftKey));
  const [isOpen, setOpen] = useState(startsOpen || saved.current !== null);
  if (!isOpen) return <Shown {...props} onOpen={() => setOpen(true)} />;
  const close = () => {
    clearDraft(draftKey);
    saved.current = null;
    setOpen(false);
    onClose?.();
  };
  return <Editor {...props} draft={saved.current ?? { text: value, base: value }} onDone={close} />;
}

function Shown({ label, value, isMultiline, onOpen }: EditableTextProps & { onOpen: () => void }) {
  const { t } = useTranslation("clients");
  return (
    <AriaButton
      onPress={onOpen}
      aria-label={t("editField", { field: label, value })}
      className={`-mx-1.5 min-h-7 pointer-coarse:min-h-11 w-full cursor-pointer rounded-md px-1.5 py-0.5 text-left data-hovered:bg-hover ${isMultiline ? "whitespace-pre-wrap break-words" : "truncate"}`}
    >
      {value || "—"}
    </AriaButton>
  );
}

import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { errorText } from "@/shared/api/errors";
import { ConflictNotice } from "@/shared/crm/conflict-notice";
import { clearDraft, readDraft, writeDraft } from "@/shared/lib/draft";
import { TextArea } from "@/shared/ui/text-area";
import { TextField } from "@/shared/ui/text-field";
import { FieldConflict } from "./use-client";

interface EditableTextProps {
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

interface Draft {
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

type EditorProps = EditableTextProps & { draft: Draft; onDone: () => void };

function useEditor({ value, onSave, draftKey, draft, isRequired, onDone }: EditorProps) {
  const { t } = useTranslation("common");
  const [text, setText] = useState(draft.text);
  const [base, setBase] = useState(draft.base);
  const [theirs, setTheirs] = useState<string | null>(null);
  const [error, setError] = useState<string>();
  const isSaving = useRef(false);
  useEffect(() => {
    if (text !== base) writeDraft(draftKey, { text, base });
  }, [draftKey, text, base]);

  const save = async (onTopOf = base) => {
    const next = text.trim();
    if (isSaving.current) return;
    if (next === base.trim() && theirs === null && value === base) return onDone();
    if (isRequired && !next) return setError(t("validation.required"));
    isSaving.current = true;
    try {
      await onSave(next, onTopOf);
      onDone();
    } catch (failure) {
      if (failure instanceof FieldConflict) setTheirs(String(failure.theirs ?? ""));
      else setError(errorText(failure));
    } finally {
      isSaving.current = false;
    }
  };
  const keepMine = () => {
    const current = theirs ?? base;
    setBase(current);
    setTheirs(null);
    void save(current);
  };
  return { text, setText, theirs, error, save, keepMine };
}

function Editor(props: EditorProps) {
  const { label, isMultiline, maxLength, onDone } = props;
  const { text, setText, theirs, error, save, keepMine } = useEditor(props);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onDone();
  };
  // A conflict is answered by its buttons: leaving the field must not decide for the person.
  const leave = () => {
    if (theirs === null) void save();
  };
  const field = {
    "aria-label": label,
    value: text,
    onChange: setText,
    error,
    maxLength,
    autoFocus: true,
    onBlur: leave,
  };
  return (
    <form onSubmit={submit} className="grid gap-2">
      {isMultiline ? (
        <TextArea {...field} rows={3} onKeyDown={press} onSubmit={() => void save()} />
      ) : (
        <TextField {...field} onKeyDown={press} autoComplete="off" />
      )}
      {theirs === null ? null : (
        <ConflictNotice differences={[{ label, theirs }]} onKeepMine={keepMine} onTakeTheirs={onDone} />
      )}
    </form>
  );
}

import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { errorText } from "@/shared/api/errors";
import { ConflictNotice } from "@/shared/crm/conflict-notice";
import { writeDraft } from "@/shared/lib/draft";
import { TextArea } from "@/shared/ui/text-area";
import { TextField } from "@/shared/ui/text-field";
import type { Draft, EditableTextProps } from "./editable-text";
import { FieldConflict } from "./use-client";

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

/** The field that a fact turns into. */
export function TextEditor(props: EditorProps) {
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

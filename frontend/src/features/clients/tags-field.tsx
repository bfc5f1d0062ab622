import { IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useId, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { TextField } from "@/shared/ui/text-field";
import { cleanTag } from "./tags";

interface TagsFieldProps {
  value: readonly string[];
  onChange: (tags: string[]) => void;
  autoFocus?: boolean;
}

/** Tags as removable words; Enter or a comma ends one, those in use are offered. */
export function TagsField({ value, onChange, autoFocus }: TagsFieldProps) {
  const { t } = useTranslation("clients");
  const [text, setText] = useState("");
  const listId = useId();
  const { data } = api.useQuery("get", "/api/v1/clients/tags", {}, { staleTime: 60_000 });
  const add = (word: string) => {
    const tag = cleanTag(word);
    if (tag && !value.includes(tag)) onChange([...value, tag]);
    setText("");
  };
  const press = (event: KeyboardEvent) => {
    if ((event.key === "Enter" || event.key === ",") && text.trim()) {
      event.preventDefault();
      add(text);
    }
    if (event.key === "Backspace" && text === "") onChange(value.slice(0, -1));
  };
  const offered = (data?.items ?? []).map(({ tag }) => tag).filter((tag) => !value.includes(tag));
  return (
    <div className="grid gap-2">
      <TextField
        label={t("field.tags")}
        hint={t("tagsHint")}
        value={text}
        onChange={setText}
        onKeyDown={press}
        onBlur={() => add(text)}
        autoFocus={autoFocus}
        autoComplete="off"
        maxLength={40}
      />
      {value.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {value.map((tag) => (
            <li key={tag} className="inline-flex max-w-full items-center rounded-md bg-sunken pl-2 text-sm">
              <span className="truncate">{tag}</span>
              <Button
                aria-label={t("removeTag", { tag })}
                onPress={() => onChange(value.filter((other) => other !== tag))}
                className="grid pointer-coarse:size-10 size-6 shrink-0 cursor-pointer place-items-center rounded-md text-ink-muted data-hovered:text-ink"
              >
                <IconX size={13} aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {offered.length > 0 ? (
        <ul id={listId} aria-label={t("tagsInUse")} className="flex flex-wrap gap-1.5">
          {offered.slice(0, 8).map((tag) => (
            <li key={tag}>
              <Button
                onPress={() => onChange([...value, tag])}
                className="h-6 pointer-coarse:h-9 cursor-pointer rounded-md border border-line-strong border-dashed px-2 text-ink-muted text-sm data-hovered:text-ink"
              >
                {tag}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

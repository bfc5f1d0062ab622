import { IconPlus } from "@tabler/icons-react";
import { type FormEvent, type Ref, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, invalidate } from "@/shared/api/client";
import type { DuePreset } from "@/shared/crm/due";
import { useDraftText } from "@/shared/lib/draft";
import { useFormat } from "@/shared/lib/use-format";
import { IconButton } from "@/shared/ui/icon-button";
import { Segmented } from "@/shared/ui/segmented";
import { TextField } from "@/shared/ui/text-field";
import { toast, toastError } from "@/shared/ui/toast";

const whens = ["today", "tomorrow", "monday", "none"] as const satisfies readonly (DuePreset | "none")[];
type When = (typeof whens)[number];

interface QuickAddProps {
  inputRef: Ref<HTMLInputElement>;
  onOpen: (id: string) => void;
}

// A phone has no room for choices before there is something to choose for. Once there, they stay: a list that moves up
// under a finger is pressed in the wrong place.
const whileIdle = "max-sm:hidden";

/** A task in one line: what and when. */
export function QuickAdd({ inputRef, onOpen }: QuickAddProps) {
  const { t } = useTranslation(["tasks", "crm"]);
  const { timeZone } = useFormat();
  const [text, setText, clear] = useDraftText("task.quick");
  const [when, setWhen] = useState<When>("today");
  const [isSending, setSending] = useState(false);
  const [isUsed, setUsed] = useState(false);
  const title = text.trim();
  const add = async () => {
    if (!title || isSending) return;
    setSending(true);
    try {
      const due_at = when === "none" ? null : (await import("@/shared/crm/due")).dueAt(when, timeZone);
      const body = { title, due_at, kind: "task" as const, priority: "normal" as const };
      const { data } = await client.POST("/api/v1/tasks", { body });
      clear();
      void invalidate("/api/v1/tasks", "/api/v1/dashboard");
      const action = data && { label: t("crm:task.open"), run: () => onOpen(data.id) };
      toast(t("quick.added"), { tone: "good", action });
    } catch (error) {
      toastError(error);
    } finally {
      setSending(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void add();
  };
  return (
    <form onSubmit={submit} className="mb-4 flex flex-wrap items-center gap-2">
      <TextField
        aria-label={t("quick.label")}
        placeholder={t("quick.placeholder")}
        value={text}
        onChange={setText}
        onFocus={() => setUsed(true)}
        maxLength={300}
        autoComplete="off"
        enterKeyHint="done"
        ref={inputRef}
        end={
          <IconButton type="submit" icon={IconPlus} label={t("quick.add")} isPending={isSending} isDisabled={!title} />
        }
        className="min-w-56 flex-1 max-sm:basis-full"
      />
      <div className={`min-w-0 max-w-full ${text || isUsed ? "" : whileIdle}`}>
        <Segmented
          label={t("quick.due")}
          options={whens.map((id) => ({ id, label: t(`quick.${id}`) }))}
          value={when}
          onChange={setWhen}
        />
      </div>
    </form>
  );
}

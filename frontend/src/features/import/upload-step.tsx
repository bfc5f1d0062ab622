import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, invalidate, type Schemas, send } from "@/shared/api/client";
import { errorText } from "@/shared/api/errors";
import { useFormat } from "@/shared/lib/use-format";
import { Badge, type Tone } from "@/shared/ui/badge";
import { ButtonLink } from "@/shared/ui/button";
import { FileDrop } from "@/shared/ui/file-drop";
import { FormAlert } from "@/shared/ui/form";
import { Panel } from "@/shared/ui/page";

const largest = 20 * 2 ** 20;
const accepted = [".csv", ".txt", ".tsv", ".xlsx"];

async function uploadFile(file: File): Promise<Schemas["Import"]> {
  const body = new FormData();
  body.append("file", file);
  return (await send("/api/v1/imports", { method: "POST", body })).json();
}

/** The first step: a file, or an import from before. */
export function UploadStep() {
  const { t } = useTranslation("import");
  const navigate = useNavigate();
  const [error, setError] = useState<string>();
  const [reading, setReading] = useState<string | null>(null);
  const take = async ([file]: File[]) => {
    if (!file || reading) return;
    setError(undefined);
    setReading(file.name);
    try {
      const { id } = await uploadFile(file);
      void invalidate("/api/v1/imports");
      await navigate({ to: "/import", search: { id } });
    } catch (failure) {
      setError(errorText(failure));
    } finally {
      setReading(null);
    }
  };
  return (
    <div className="mx-auto grid max-w-180 gap-6">
      <section className="grid gap-3">
        <p className="text-pretty text-ink-soft">{t("upload.lead")}</p>
        <FileDrop
          accept={accepted}
          maxSize={largest}
          hint={t("upload.hint")}
          onFiles={(files) => void take(files)}
          isDisabled={reading !== null}
        />
        {reading ? (
          <p role="status" className="flex items-center gap-2 text-ink-soft">
            <span className="size-4 shrink-0 animate-spin rounded-full border-2 border-current border-t-transparent" />
            {t("upload.reading", { name: reading })}
          </p>
        ) : null}
        <FormAlert>{error}</FormAlert>
      </section>
      <Recent />
    </div>
  );
}

const tones: Record<Schemas["ImportSummary"]["status"], Tone> = {
  uploaded: "accent",
  running: "warn",
  done: "good",
  undone: "neutral",
};

function Recent() {
  const { t } = useTranslation("import");
  const format = useFormat();
  const { data } = api.useQuery("get", "/api/v1/imports", {});
  if (!data?.items.length) return null;
  return (
    <Panel title={t("recent.title")}>
      <ul className="-mx-2 grid">
        {data.items.map((item) => (
          <li key={item.id}>
            <ButtonLink
              to="/import"
              search={{ id: item.id }}
              look="ghost"
              className="h-auto min-h-11 w-full justify-start gap-3 px-2 py-1.5 text-left"
            >
              <span className="grid min-w-0 flex-1">
                <span className="truncate text-ink">{item.file_name}</span>
                <span className="truncate font-normal text-ink-muted text-xs">
                  {format.dateTime(item.created_at)} · {t("rows", { count: item.row_count })}
                </span>
              </span>
              <Badge tone={tones[item.status]}>{t(`status.${item.status}`)}</Badge>
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

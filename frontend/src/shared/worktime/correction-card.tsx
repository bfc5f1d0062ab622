import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { useIsAdmin } from "@/shared/api/me";
import { useFormat } from "@/shared/lib/use-format";
import { Badge, type Tone } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { TextArea } from "@/shared/ui/text-area";
import { toast, toastError } from "@/shared/ui/toast";
import { refreshWork } from "./use-work";

type Correction = Schemas["TimeCorrection"];

const tones: Record<Correction["status"], Tone> = { open: "warn", accepted: "good", declined: "neutral" };

interface CorrectionCardProps {
  correction: Correction;
  /** One's own is not one's own to decide, and needs no name. */
  isOwn: boolean;
  /** What stands before it in a list: the day, or whose it is. */
  title?: string;
}

/** A disputed day: what was said, and the head's answer or the way to give it. */
export function CorrectionCard({ correction, isOwn, title }: CorrectionCardProps) {
  const { t } = useTranslation("worktime");
  const format = useFormat();
  const isAdmin = useIsAdmin();
  const { kind, proposed_start, proposed_end, status, decided_by, decision } = correction;
  const times = [proposed_start, proposed_end].filter((time) => time !== null).map((time) => format.time(time));
  return (
    <article className="grid gap-2 rounded-lg border p-3">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <span className="tabular font-medium">
          {title ? `${title} · ` : ""}
          {t(`kind.${kind}`)}
          {times.length > 0 ? ` ${times.join(" – ")}` : ""}
        </span>
        <Badge tone={tones[status]}>{t(`status.${status}`)}</Badge>
      </header>
      <p className="whitespace-pre-line text-ink-soft text-sm [overflow-wrap:anywhere]">{correction.reason}</p>
      {decided_by ? (
        <p className="border-t pt-2 text-sm [overflow-wrap:anywhere]">
          <span className="text-ink-muted">{t("decision.by", { name: decided_by.full_name })}</span>{" "}
          {decision ?? t(`decision.${status === "accepted" ? "yes" : "no"}`)}
        </p>
      ) : null}
      {isAdmin && !isOwn && status === "open" ? <Decide correction={correction} /> : null}
    </article>
  );
}

function Decide({ correction }: { correction: Correction }) {
  const { t } = useTranslation("worktime");
  const [note, setNote] = useState("");
  const decide = api.useMutation("post", "/api/v1/worktime/corrections/{id}/decision", {
    onError: toastError,
    onSettled: refreshWork,
  });
  const answer = (accepted: boolean) =>
    decide.mutate(
      { params: { path: { id: correction.id } }, body: { accepted, note: note.trim() || null } },
      { onSuccess: () => toast(t(accepted ? "decision.accepted" : "decision.declined"), { tone: "good" }) },
    );
  return (
    <div className="grid gap-2">
      <TextArea label={t("decision.note")} value={note} onChange={setNote} rows={2} maxLength={2000} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={() => answer(false)} isPending={decide.isPending}>
          {t("decision.decline")}
        </Button>
        <Button look="primary" onPress={() => answer(true)} isPending={decide.isPending}>
          {t("decision.accept")}
        </Button>
      </div>
    </div>
  );
}

import { IconHistory } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useStageName } from "@/shared/crm/stage";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { Panel, PanelTrigger } from "@/shared/ui/panel";
import { useFigureName } from "./explain";
import { printValue } from "./figure";
import { byPlace } from "./moved";

type Report = Schemas["StoredReport"];
type Moved = Report["moved"][number];

/** "Changed since": late events and corrections, apart from what was bound to go on; figure by figure, place by place. */
export function MovedLine({ report }: { report: Report }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const say = useMoved();
  const total = report.moved.filter(({ of }) => of === "total");
  const changed = total.filter(({ expected }) => !expected);
  const grown = total.filter(({ expected }) => expected);
  const wrong = report.moved.filter(({ expected }) => !expected);
  const elsewhere = wrong.every(({ of }) => of === "before") ? "ready.movedBefore" : "ready.movedElsewhere";
  const words = [
    `${t("ready.stored", { at: format.dateTime(report.made_at) })}.`,
    changed.length ? t("ready.moved", { list: changed.map(say).join(", ") }) : "",
    wrong.length && changed.length === 0 ? t(elsewhere) : "",
    grown.length ? t("ready.grown", { list: grown.map(say).join(", ") }) : "",
    report.moved.length === 0 ? t("ready.same") : "",
  ];
  return (
    <div
      className={`tabular flex flex-wrap items-start gap-x-2 gap-y-1 rounded-md px-3 py-2 text-sm ${wrong.length ? "bg-warn-soft text-warn" : "bg-sunken text-ink-soft"}`}
    >
      <IconHistory size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
      <p className="min-w-0 flex-1 text-pretty">{words.filter(Boolean).join(" ")}</p>
      {report.moved.length > total.length ? <Where report={report} /> : null}
    </div>
  );
}

/** "Лиды 40 → 41". */
function useMoved() {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const nameOf = useFigureName();
  return ({ metric, unit, was, now }: Moved) =>
    t("ready.movedOne", {
      name: nameOf(metric),
      was: printValue(was, unit, format),
      now: printValue(now, unit, format),
    });
}

/** Everything that says something else, by manager, source, stage and day. */
function Where({ report }: { report: Report }) {
  const { t } = useTranslation("reports");
  const say = useMoved();
  const placeOf = usePlace(report);
  return (
    <PanelTrigger>
      <Button look="ghost" className="-my-1.5 text-inherit">
        {t("ready.where")}
      </Button>
      <Panel placement="bottom end" className="max-h-96 w-96 max-w-[calc(100vw-1rem)] overflow-y-auto p-4">
        <dl className="tabular grid gap-3 text-sm">
          {byPlace(report.moved).map((rows) => (
            <div key={`${rows[0].of}${rows[0].id}`} className="grid gap-0.5">
              <dt className="font-medium">{placeOf(rows[0])}</dt>
              {rows.map((row) => (
                <dd key={row.metric} className="text-ink-soft">
                  {say(row)}
                  {row.expected ? (
                    <span className="ml-1.5 text-ink-muted text-xs">{t("ready.wasExpected")}</span>
                  ) : null}
                </dd>
              ))}
            </div>
          ))}
        </dl>
      </Panel>
    </PanelTrigger>
  );
}

/** What a figure is a figure of, in words. */
function usePlace(report: Report) {
  const { t } = useTranslation(["reports", "crm"]);
  const format = useFormat();
  const stageName = useStageName();
  return ({ of, id, name }: Moved): string => {
    switch (of) {
      case "manager":
        return name ?? t("nobody");
      case "source":
        return name ?? t("noSource");
      case "day":
        return format.calendarWeekday(id ?? "");
      case "stage": {
        const stage = report.funnel.stages.find((row) => row.stage.id === id)?.stage;
        return stage ? stageName(stage) : (name ?? "");
      }
      case "reason":
        return `${t("ready.of.reason")}: ${t(`crm:lostReason.${id as "price"}`, { defaultValue: id ?? "" })}`;
      default:
        return t(`ready.of.${of}`);
    }
  };
}

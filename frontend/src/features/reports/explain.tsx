import { IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { IconButton } from "@/shared/ui/icon-button";
import { Panel, PanelTrigger } from "@/shared/ui/panel";
import { SkeletonText } from "@/shared/ui/skeleton";

const useFormulas = () =>
  api.useQuery("get", "/api/v1/kpi/formulas", undefined, { staleTime: Number.POSITIVE_INFINITY }).data?.items;

/** The figure's formula in the reader's language. */
export const useFormula = (metric: string) => useFormulas()?.find(({ key }) => key === metric);

/** What any figure is called: short as in the tables, or as its formula has it. */
export function useFigureName() {
  const { t } = useTranslation("reports");
  const formulas = useFormulas();
  return (metric: string) =>
    t(`figure.${metric}` as "figure.leads", {
      defaultValue: formulas?.find(({ key }) => key === metric)?.name ?? metric,
    });
}

/** An (i) that tells how a figure is made. */
export function Explain({ metric, name }: { metric: string; name: string }) {
  const { t } = useTranslation("reports");
  return (
    <PanelTrigger>
      <IconButton icon={IconInfoCircle} size="tiny" label={t("explain", { name })} />
      <Panel placement="bottom end" className="w-80 max-w-[calc(100vw-1rem)] p-4">
        <Formula metric={metric} />
      </Panel>
    </PanelTrigger>
  );
}

/** Name, formula and what to know of its edges. */
export function Formula({ metric }: { metric: string }) {
  const formula = useFormula(metric);
  if (!formula) return <SkeletonText />;
  return (
    <div className="grid gap-2 text-left font-normal text-sm">
      <h2 className="font-semibold text-ink">{formula.name}</h2>
      <p className="text-pretty text-ink-soft">{formula.formula}</p>
      {formula.note ? <p className="text-pretty text-ink-muted">{formula.note}</p> : null}
    </div>
  );
}

import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { Panel } from "@/shared/ui/page";
import { Select } from "@/shared/ui/select";
import { type Import, type ImportField, type ImportPlan, importFields, withColumn } from "./plan";

interface ColumnsPanelProps {
  upload: Import;
  plan: ImportPlan;
  onChange: (plan: ImportPlan) => void;
}

const skip = "skip";

/** Every column of the file with samples, and what it is taken for. */
export function ColumnsPanel({ upload, plan, onChange }: ColumnsPanelProps) {
  const { t } = useTranslation("import");
  const format = useFormat();
  const options = [
    { id: skip, label: t("columns.skip") },
    ...importFields.map((id) => ({ id, label: t(`field.${id}`) })),
  ];
  const choose = (index: number, id: string) =>
    onChange(withColumn(plan, index, id === skip ? null : (id as ImportField)));
  return (
    <Panel title={t("columns.title")}>
      <ul className="grid divide-y">
        {upload.columns.map((column, index) => {
          const name = column.name || t("columns.nameless", { number: format.number(index + 1) });
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never change places, and names repeat
              key={index}
              className="grid items-center gap-x-4 gap-y-1.5 py-2.5 first:pt-0 last:pb-0 sm:grid-cols-[minmax(0,1fr)_16rem]"
            >
              <span className="grid min-w-0">
                <span className="truncate font-medium">{name}</span>
                <span className="truncate text-ink-muted text-sm">
                  {column.samples.join(" · ") || t("columns.empty")}
                </span>
              </span>
              <Select
                aria-label={t("columns.meaning", { name })}
                options={options}
                value={plan.mapping[index] ?? skip}
                onChange={(id) => choose(index, id)}
              />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { countWithPassing, usePassingTasks, withPassing } from "@/shared/crm/passing-tasks";
import { TaskRow } from "@/shared/crm/task-row";
import { useFormat } from "@/shared/lib/use-format";
import { ButtonLink } from "@/shared/ui/button";
import { Panel } from "@/shared/ui/page";

interface ActiveTasksProps {
  tasks: Schemas["TaskPile"];
  onNext: (task: Schemas["TaskCard"], offer: Schemas["NextTaskOffer"]) => void;
}

const shown = 6;

/** What is planned next, due first; done right here. */
export function ActiveTasks({ tasks, onNext }: ActiveTasksProps) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const passing = usePassingTasks();
  const items = tasks.items.slice(0, shown);
  const rows = withPassing(items, passing, ({ group }) => group !== "overdue");
  const count = countWithPassing(tasks.count, tasks.items, passing);
  return (
    <Panel
      title={`${t("tasks.title")} · ${format.number(count)}`}
      actions={
        <ButtonLink to="/tasks" look="ghost" className="-my-1 -mr-3">
          {t("tasks.all")}
        </ButtonLink>
      }
    >
      {rows.length ? (
        <ul className="-mb-2">
          {rows.map((task) => (
            <TaskRow key={task.id} task={task} onNext={onNext} />
          ))}
        </ul>
      ) : (
        <p className="text-ink-muted">{t("tasks.empty")}</p>
      )}
    </Panel>
  );
}

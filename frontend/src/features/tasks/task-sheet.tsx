import { IconDots, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { CallLink } from "@/shared/crm/contact-links";
import { SnoozeMenu } from "@/shared/crm/snooze-menu";
import { useTaskActions } from "@/shared/crm/task-actions";
import { isOverdue } from "@/shared/crm/task-due";
import { TaskFields } from "@/shared/crm/task-form";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { IconButton } from "@/shared/ui/icon-button";
import { Menu, MenuItem, MenuTrigger } from "@/shared/ui/menu";
import { Sheet } from "@/shared/ui/sheet";
import { SkeletonText } from "@/shared/ui/skeleton";

type Task = Schemas["TaskCard"];

/** One task beside the list. */
export function TaskSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("tasks");
  const query = api.useQuery("get", "/api/v1/tasks/{task_id}", { params: { path: { task_id: id } } });
  if (query.data) return <OpenTask key={id} answer={query.data} onClose={onClose} />;
  return (
    <Sheet isOpen onClose={onClose} title={t("sheet.title")}>
      {query.isError ? <ErrorState error={query.error} onRetry={query.refetch} /> : <SkeletonText lines={6} />}
    </Sheet>
  );
}

function OpenTask({ answer, onClose }: { answer: Task; onClose: () => void }) {
  const { t } = useTranslation(["tasks", "common"]);
  const formId = useId();
  const [isSaving, setSaving] = useState(false);
  // The form edits the task as it was opened. A newer version would hide that somebody changed it meanwhile.
  const [task] = useState(answer);
  const actions = useTaskActions();
  const leave = (act: Promise<void>) => {
    void act;
    onClose();
  };
  const isDone = answer.completed_at !== null;
  return (
    <Sheet
      isOpen
      onClose={onClose}
      title={t("sheet.title")}
      actions={
        <MenuTrigger>
          <IconButton icon={IconDots} label={t("sheet.more")} />
          <Menu title={t("sheet.more")} placement="bottom end">
            <MenuItem icon={IconTrash} isDanger onAction={() => leave(actions.archive(answer))}>
              {t("sheet.archive")}
            </MenuItem>
          </Menu>
        </MenuTrigger>
      }
      footer={
        <>
          <Button onPress={() => leave(actions.toggle(answer))}>{t(isDone ? "sheet.reopen" : "sheet.finish")}</Button>
          {isDone ? null : <SnoozeMenu task={answer} isWide onSnooze={(wish) => leave(actions.snooze(answer, wish))} />}
          <span className="flex-1" />
          <Button type="submit" form={formId} look="primary" isPending={isSaving}>
            {t("common:save")}
          </Button>
        </>
      }
    >
      <Standing task={answer} />
      <TaskFields isOpen task={task} formId={formId} onSaving={setSaving} onClose={onClose} />
    </Sheet>
  );
}

const linkShape = "min-w-0 truncate rounded-sm font-medium hover:text-accent-ink";

/** How it stands, and the way to its client and deal. */
function Standing({ task }: { task: Task }) {
  const { t } = useTranslation("tasks");
  const format = useFormat();
  const { client, deal } = task;
  return (
    <div className="mb-4 grid gap-2 empty:hidden">
      {task.completed_at || isOverdue(task) || task.snoozes > 0 ? (
        <p className="flex flex-wrap items-center gap-2">
          {task.completed_at ? (
            <Badge tone="good">{t("sheet.completedAt", { when: format.dateTime(task.completed_at) })}</Badge>
          ) : null}
          {isOverdue(task) ? (
            <Badge tone="bad">{t("sheet.overdueSince", { when: format.dateTime(task.due_at ?? 0) })}</Badge>
          ) : null}
          {task.snoozes > 0 ? <Badge>{t("sheet.snoozes", { count: task.snoozes })}</Badge> : null}
        </p>
      ) : null}
      {client ? (
        <p className="flex items-center gap-2">
          <span className="grid min-w-0 flex-1">
            <Link to="/clients/$id" params={{ id: client.id }} className={linkShape}>
              {client.name}
            </Link>
            {deal ? (
              <Link
                to="/deals"
                search={{ open: deal.id }}
                className={`${linkShape} font-normal text-ink-muted text-sm`}
              >
                {deal.title}
              </Link>
            ) : null}
          </span>
          <CallLink name={client.name} phone={client.phone} />
        </p>
      ) : null}
    </div>
  );
}

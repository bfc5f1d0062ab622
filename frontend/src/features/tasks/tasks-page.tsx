import { IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { LazyTaskForm } from "@/shared/crm/lazy-task-form";
import { useNextTask } from "@/shared/crm/next-task";
import { lazyPart } from "@/shared/lib/lazy-part";
import { Button } from "@/shared/ui/button";
import { Page } from "@/shared/ui/page";
import { DoneTasks } from "./done-tasks";
import { QuickAdd } from "./quick-add";
import { TaskFilters } from "./task-filters";
import { TaskGroups } from "./task-groups";
import { useTaskKeys } from "./use-task-keys";

const route = getRouteApi("/_app/tasks");
const TaskSheet = lazyPart(async () => (await import("./task-sheet")).TaskSheet);

export function TasksPage() {
  const { t } = useTranslation("tasks");
  const { view, open, new: isNew } = route.useSearch();
  const navigate = route.useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [snoozing, setSnoozing] = useState<string | null>(null);
  const next = useNextTask();
  useTaskKeys(input, setSnoozing);
  const show = (part: { open?: string; new?: true }) =>
    void navigate({
      search: (search) => ({ ...search, open: undefined, new: undefined, ...part }),
      resetScroll: false,
    });
  const newButton = (
    <Button look="primary" onPress={() => show({ new: true })} aria-label={t("new")}>
      <IconPlus size={16} stroke={2} aria-hidden="true" />
      <span className="max-sm:hidden">{t("new")}</span>
    </Button>
  );
  return (
    <Page title={t("title")} filters={<TaskFilters />} actions={newButton}>
      {view === "done" ? (
        <DoneTasks />
      ) : (
        <>
          <QuickAdd inputRef={input} onOpen={(id) => show({ open: id })} />
          <TaskGroups
            onNext={next.open}
            snoozing={snoozing}
            onSnoozing={setSnoozing}
            newButton={
              <Button look="primary" onPress={() => show({ new: true })}>
                {t("new")}
              </Button>
            }
          />
        </>
      )}
      <Suspense>{open ? <TaskSheet id={open} onClose={() => show({})} /> : null}</Suspense>
      {isNew ? <LazyTaskForm isOpen onClose={() => show({})} /> : null}
      {next.form}
    </Page>
  );
}

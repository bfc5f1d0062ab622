import { IconArchive, IconArrowBackUp, IconDots, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client, invalidate, type Schemas } from "@/shared/api/client";
import { ApiError } from "@/shared/api/errors";
import { ContactLinks } from "@/shared/crm/contact-links";
import { LazyTaskForm } from "@/shared/crm/lazy-task-form";
import { PersonName } from "@/shared/crm/people";
import { StageName } from "@/shared/crm/stage";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { IconButton } from "@/shared/ui/icon-button";
import { Menu, MenuItem, MenuTrigger } from "@/shared/ui/menu";
import { Sheet } from "@/shared/ui/sheet";
import { Skeleton } from "@/shared/ui/skeleton";
import { toastError, toastUndo } from "@/shared/ui/toast";
import { DealFacts } from "./deal-facts";
import { DealHistory } from "./deal-history";
import { DealTasks } from "./deal-tasks";

export type Deal = Schemas["Deal"];

const concerned = ["/api/v1/deals", "/api/v1/clients", "/api/v1/dashboard"] as const;

interface DealSheetProps {
  id: string;
  onClose: () => void;
}

/** One deal beside the board: facts that are edited in place, its tasks, and what happened to it. */
export function DealSheet({ id, onClose }: DealSheetProps) {
  const { t } = useTranslation("deals");
  const path = { params: { path: { deal_id: id } } };
  const { data: deal, error, refetch } = api.useQuery("get", "/api/v1/deals/{deal_id}", path);
  const isGone = error instanceof ApiError && error.status === 404;
  return (
    <Sheet
      isOpen
      onClose={onClose}
      title={deal?.title ?? t("deal")}
      actions={deal ? <DealMenu deal={deal} onClose={onClose} /> : null}
    >
      {deal ? (
        <DealBody deal={deal} />
      ) : isGone ? (
        <EmptyState icon={IconArchive} title={t("gone.title")}>
          {t("gone.text")}
        </EmptyState>
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <div className="grid gap-3">
          <Skeleton className="h-8 w-40" />
          <Skeleton className="h-5" />
          <Skeleton className="h-5" />
          <Skeleton className="h-24" />
        </div>
      )}
    </Sheet>
  );
}

function DealBody({ deal }: { deal: Deal }) {
  const { t } = useTranslation("deals");
  const format = useFormat();
  const [addsTask, setAddsTask] = useState(false);
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <p className="tabular font-semibold text-2xl leading-8">{format.money(deal.amount_minor, deal.currency)}</p>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-soft text-sm">
          <StageName stage={deal.stage} />
          <span className={deal.stale ? "text-warn" : ""}>{t("daysInStage", { count: deal.days_in_stage })}</span>
        </p>
        {deal.outcome === "lost" && deal.lost_reason ? <Lost deal={deal} /> : null}
      </div>
      <section className="flex flex-wrap items-center gap-2 rounded-lg border p-3">
        <div className="grid min-w-0 flex-1 gap-0.5">
          <Link
            to="/clients/$id"
            params={{ id: deal.client.id }}
            className="truncate font-medium text-accent-ink hover:underline"
          >
            {deal.client.name}
          </Link>
          <span className="truncate text-ink-muted text-sm">{deal.client.company ?? ""}</span>
        </div>
        <ContactLinks client={deal.client} />
        <div className="w-full text-sm">
          <PersonName person={deal.owner} />
        </div>
      </section>
      <section className="grid gap-2">
        <header className="flex items-center">
          <h2 className="flex-1 font-semibold">{t("tasks")}</h2>
          <IconButton icon={IconPlus} label={t("addTask")} onPress={() => setAddsTask(true)} />
        </header>
        <DealTasks tasks={deal.tasks} />
      </section>
      <DealFacts key={deal.id} deal={deal} />
      <section className="grid gap-2">
        <h2 className="font-semibold">{t("history.title")}</h2>
        <DealHistory deal={deal} />
      </section>
      {addsTask ? (
        <LazyTaskForm
          isOpen
          onClose={() => setAddsTask(false)}
          client={{ id: deal.client.id, name: deal.client.name }}
          deal={{ id: deal.id, title: deal.title }}
        />
      ) : null}
    </div>
  );
}

function Lost({ deal }: { deal: Deal }) {
  const { t } = useTranslation(["deals", "crm"]);
  return (
    <p className="text-ink-soft text-sm">
      {t("closing.reason")}: {deal.lost_reason ? t(`crm:lostReason.${deal.lost_reason}`) : ""}
      {deal.lost_note ? ` · ${deal.lost_note}` : ""}
    </p>
  );
}

function DealMenu({ deal, onClose }: { deal: Deal; onClose: () => void }) {
  const { t } = useTranslation(["deals", "common"]);
  const path = { params: { path: { deal_id: deal.id } } };
  const done = () => invalidate(...concerned);
  const restore = () => void client.POST("/api/v1/deals/{deal_id}/restore", path).then(done, toastError);
  const archive = () => {
    void client.POST("/api/v1/deals/{deal_id}/archive", path).then(() => {
      onClose();
      toastUndo(t("archived", { title: deal.title }), restore, t("common:undo"));
      return done();
    }, toastError);
  };
  const reopen = () =>
    void client
      .POST("/api/v1/deals/{deal_id}/reopen", { ...path, body: { version: deal.version } })
      .then(done, toastError);
  return (
    <MenuTrigger>
      <Button look="ghost" size="icon" aria-label={t("actions", { title: deal.title })}>
        <IconDots size={17} aria-hidden="true" />
      </Button>
      <Menu title={t("actions", { title: deal.title })} placement="bottom end">
        {deal.outcome === "open" ? null : (
          <MenuItem icon={IconArrowBackUp} onAction={reopen}>
            {t("reopen")}
          </MenuItem>
        )}
        <MenuItem icon={IconArchive} onAction={archive}>
          {t("archive")}
        </MenuItem>
      </Menu>
    </MenuTrigger>
  );
}

import { IconX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, client } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { ErrorState } from "@/shared/ui/error-state";
import { IconButton } from "@/shared/ui/icon-button";
import { SkeletonText } from "@/shared/ui/skeleton";
import { toastError, toastUndo } from "@/shared/ui/toast";
import { addDays } from "./days";
import { type Stretch, stretches } from "./exceptions";
import { refreshPlan } from "./use-work";

interface ExceptionsListProps {
  managerId?: string;
  /** Only the company's holidays. */
  isCompany?: boolean;
  /** An admin may take them back: one's own of a manager's list, the holidays of the company's. */
  isEditable?: boolean;
}

/** Days of the year ahead, and of the last two weeks, that differ from the weekly plan. */
export function ExceptionsList({ managerId, isCompany = false, isEditable = false }: ExceptionsListProps) {
  const { t } = useTranslation("worktime");
  const today = useFormat().isoDay(Date.now());
  const query = { from_day: addDays(today, -14), to_day: addDays(today, 350), manager_id: managerId };
  const { data, error, refetch } = api.useQuery("get", "/api/v1/schedule/exceptions", { params: { query } });
  if (!data) return error ? <ErrorState error={error} onRetry={refetch} /> : <SkeletonText lines={2} />;
  const shown = stretches(data).filter(({ manager_id }) => !isCompany || manager_id === null);
  if (shown.length === 0) {
    return <p className="text-ink-muted text-sm">{t(isCompany ? "exception.noHolidays" : "exception.none")}</p>;
  }
  return (
    <ul className="grid gap-1 text-sm">
      {shown.map((stretch) => (
        <Row
          key={stretch.ids[0]}
          stretch={stretch}
          isEditable={isEditable && (stretch.manager_id === null) === isCompany}
        />
      ))}
    </ul>
  );
}

function Row({ stretch, isEditable }: { stretch: Stretch; isEditable: boolean }) {
  const { t } = useTranslation(["worktime", "common"]);
  const format = useFormat();
  const { ids, from, to, kind, starts, ends, note } = stretch;
  const days = format.calendarDays(from, to);
  const remove = useMutation({
    mutationFn: () =>
      Promise.all(ids.map((id) => client.DELETE("/api/v1/schedule/exceptions/{id}", { params: { path: { id } } }))),
    onSuccess: () => toastUndo(t("exception.removed", { days }), () => void putBack(stretch), t("common:undo")),
    onError: toastError,
    onSettled: refreshPlan,
  });
  return (
    <li className="flex min-h-8 items-center gap-3">
      <span className="tabular w-28 shrink-0">{days}</span>
      <span className="min-w-0 flex-1">
        {t(`exception.kind.${kind}`)}
        {starts && ends ? <span className="tabular">{` ${starts} – ${ends}`}</span> : null}
        {note ? <span className="block truncate text-ink-muted text-xs">{note}</span> : null}
      </span>
      {isEditable ? (
        <IconButton
          icon={IconX}
          size="tiny"
          label={t("exception.remove", { days })}
          isPending={remove.isPending}
          onPress={() => remove.mutate()}
        />
      ) : null}
    </li>
  );
}

async function putBack({ ids: _, from: from_day, to: to_day, ...rest }: Stretch) {
  await client.POST("/api/v1/schedule/exceptions", { body: { ...rest, from_day, to_day } }).catch(toastError);
  await refreshPlan();
}

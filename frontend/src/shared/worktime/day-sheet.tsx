import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { ErrorState } from "@/shared/ui/error-state";
import { Sheet } from "@/shared/ui/sheet";
import { SkeletonText } from "@/shared/ui/skeleton";
import { DayDetail } from "./day-detail";

interface DaySheetProps {
  day: string;
  /** Whose; one's own without it. */
  managerId?: string;
  onClose: () => void;
}

/** One day of somebody over the page: `?day=2026-11-24`. */
export function DaySheet({ day, managerId, onClose }: DaySheetProps) {
  const { t } = useTranslation("worktime");
  const format = useFormat();
  const { data, error, refetch } = api.useQuery("get", "/api/v1/worktime/days/{day}", {
    params: { path: { day }, query: { manager_id: managerId } },
  });
  const title = format.longDate(`${day}T12:00:00Z`);
  return (
    <Sheet isOpen onClose={onClose} title={title.charAt(0).toUpperCase() + title.slice(1)}>
      {data ? (
        <DayDetail page={data} isOwn={!managerId} />
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <div aria-busy="true">
          <span className="sr-only">{t("loading")}</span>
          <SkeletonText lines={8} />
        </div>
      )}
    </Sheet>
  );
}

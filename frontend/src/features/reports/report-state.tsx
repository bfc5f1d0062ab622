import type { ReactNode } from "react";
import { ErrorState } from "@/shared/ui/error-state";
import { Skeleton } from "@/shared/ui/skeleton";

interface ReportStateProps<Report> {
  data: Report | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** A report, or its shape until it is here, or why it is not. */
export function whenHere<Report>(query: ReportStateProps<Report>, show: (report: Report) => ReactNode): ReactNode {
  if (query.data) return show(query.data);
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <ReportSkeleton />;
}

function ReportSkeleton() {
  return (
    <div className="grid gap-4">
      <Skeleton className="h-5 w-72 max-w-full" />
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4 lg:gap-4">
        {["a", "b", "c", "d"].map((id) => (
          <Skeleton key={id} className="h-28" />
        ))}
      </div>
      <Skeleton className="h-72" />
    </div>
  );
}

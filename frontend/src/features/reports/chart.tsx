import { type ReactNode, Suspense } from "react";
import { Skeleton } from "@/shared/ui/skeleton";

/** Room for a chart whose code is still on its way. */
export function Chart({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-55">
      <Suspense fallback={<Skeleton className="h-52 w-full" />}>{children}</Suspense>
    </div>
  );
}

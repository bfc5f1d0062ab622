import { Skeleton } from "@/shared/ui/skeleton";

const lines = ["w-2/5", "w-1/2", "w-1/3", "w-3/5", "w-2/5", "w-1/2", "w-1/3"];

/** Tasks on their way. */
export function RowSkeletons() {
  return (
    <ul aria-busy="true" className="border-t">
      {lines.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders never change places
        <li key={index} className="flex h-13 items-center gap-3 border-b">
          <Skeleton className="size-4.5 rounded-full" />
          <span className="grid flex-1 gap-1.5">
            <Skeleton className={`h-3.5 ${width}`} />
            <Skeleton className="h-3 w-1/4" />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A grey place for what is on its way, shown after 150 ms: `<Skeleton className="h-4 w-32" />`. */
export function Skeleton({ className = "" }: { className?: string }) {
  return (
    <span aria-hidden="true" className="appear-late block">
      <span className={`block animate-shimmer rounded-md bg-sunken ${className}`} />
    </span>
  );
}

/** Lines of text on their way. */
export function SkeletonText({ lines = 3 }: { lines?: number }) {
  return (
    <span className="grid gap-2">
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change places
        <Skeleton key={index} className={`h-4 ${index === lines - 1 ? "w-2/3" : "w-full"}`} />
      ))}
    </span>
  );
}

import { DateInput, DateSegment } from "react-aria-components";

/** The typed parts of a date or a time; `slot` for the ends of a range. */
export function Segments({ slot }: { slot?: "start" | "end" }) {
  return (
    <DateInput
      slot={slot}
      className={`tabular flex min-w-0 items-center whitespace-nowrap ${slot ? "" : "flex-1 pl-2.5"}`}
    >
      {(segment) => (
        <DateSegment
          segment={segment}
          className="whitespace-pre rounded-sm px-px outline-none data-focused:bg-accent data-[type=literal]:px-0 data-[type=literal]:text-ink-muted data-focused:text-white data-placeholder:text-ink-muted"
        />
      )}
    </DateInput>
  );
}

import { Button } from "react-aria-components";

export interface MapDay {
  day: string;
  /** 0 (nothing) to 4 (a full day). */
  level: number;
  /** Printed in the cell: "6:40". */
  value: string;
  /** Everything in words, for the screen reader and the tooltip. */
  label: string;
  /** Nothing was planned: paler. */
  isOff: boolean;
  isMarked?: boolean;
}

interface MonthMapProps {
  /** Names the grid. */
  label: string;
  /** Short names of the weekdays from Monday on. */
  weekdays: readonly string[];
  /** Calendar cells from Monday; null before the first of the month. */
  cells: readonly (MapDay | null)[];
  today: string;
  onOpen: (day: string) => void;
}

const levels = ["", "bg-accent/12", "bg-accent/22", "bg-accent/34", "bg-accent/48"];

/** A month as a calendar, each day as dark as it was full; a press opens the day. */
export function MonthMap({ label, weekdays, cells, today, onOpen }: MonthMapProps) {
  return (
    <section aria-label={label} className="grid grid-cols-7 gap-1 sm:gap-1.5">
      {weekdays.map((name) => (
        <span key={name} aria-hidden="true" className="pb-1 text-center text-2xs text-ink-muted">
          {name}
        </span>
      ))}
      {cells.map((cell, index) =>
        cell ? (
          <Day key={cell.day} cell={cell} isToday={cell.day === today} isAhead={cell.day > today} onOpen={onOpen} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the empty cells before the first never change places
          <span key={index} />
        ),
      )}
    </section>
  );
}

interface DayProps {
  cell: MapDay;
  isToday: boolean;
  isAhead: boolean;
  onOpen: (day: string) => void;
}

function Day({ cell: { day, level, value, label, isOff, isMarked }, isToday, isAhead, onOpen }: DayProps) {
  const ground = level > 0 ? levels[level] : isOff || isAhead ? "" : "bg-sunken";
  return (
    <Button
      aria-label={label}
      isDisabled={isAhead}
      onPress={() => onOpen(day)}
      className={`tabular relative grid h-12 content-between rounded-md p-1 text-left sm:h-14 sm:p-1.5 ${ground} ${isAhead ? "" : "cursor-pointer data-hovered:ring-1 data-hovered:ring-line-strong"} ${isToday ? "ring-1 ring-accent" : ""}`}
    >
      <span className={`text-2xs ${level > 0 ? "text-ink" : "text-ink-muted"}`}>{Number(day.slice(8))}</span>
      <span className="justify-self-end font-medium text-2xs text-ink sm:text-xs">{value}</span>
      {isMarked ? <span className="absolute top-1.5 right-1.5 size-1.5 rounded-full bg-warn" /> : null}
    </Button>
  );
}

/** What the shades mean: from less to more. */
export function HeatScale({ less, more }: { less: string; more: string }) {
  return (
    <span aria-hidden="true" className="flex items-center gap-1 text-2xs text-ink-muted">
      {less}
      {["bg-sunken", ...levels.slice(1)].map((look) => (
        <span key={look} className={`size-3 rounded-xs ${look}`} />
      ))}
      {more}
    </span>
  );
}

import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import {
  Calendar as AriaCalendar,
  RangeCalendar as AriaRangeCalendar,
  Button,
  CalendarCell,
  CalendarGrid,
  Heading,
} from "react-aria-components";

const arrow =
  "grid size-8 pointer-coarse:size-11 cursor-pointer place-items-center rounded-md text-ink-soft data-hovered:bg-hover data-disabled:opacity-40";
const cell =
  "tabular grid size-8 pointer-coarse:size-10 cursor-pointer place-items-center rounded-md text-sm -outline-offset-2 data-disabled:cursor-default data-disabled:text-ink-muted data-outside-month:hidden data-hovered:bg-hover";
const single = "data-selected:bg-accent data-selected:font-medium data-selected:text-white";
const range =
  "data-selected:rounded-none data-selected:bg-accent-soft data-selected:text-accent-ink data-selection-start:rounded-l-md data-selection-end:rounded-r-md data-selection-end:bg-accent data-selection-start:bg-accent data-selection-end:text-white data-selection-start:text-white";

function Head() {
  return (
    <header className="mb-2 flex items-center gap-1">
      <Heading className="flex-1 pl-2 font-semibold first-letter:uppercase" />
      <Button slot="previous" className={arrow}>
        <IconChevronLeft size={16} aria-hidden="true" />
      </Button>
      <Button slot="next" className={arrow}>
        <IconChevronRight size={16} aria-hidden="true" />
      </Button>
    </header>
  );
}

const grid = "[&_th]:pb-1 [&_th]:font-medium [&_th]:text-ink-muted [&_th]:text-xs";

/** The month of a date picker. */
export function Calendar() {
  return (
    <AriaCalendar>
      <Head />
      <CalendarGrid className={grid}>
        {(date) => <CalendarCell date={date} className={`${cell} ${single}`} />}
      </CalendarGrid>
    </AriaCalendar>
  );
}

/** The month of a range picker. */
export function RangeCalendar() {
  return (
    <AriaRangeCalendar>
      <Head />
      <CalendarGrid className={grid}>
        {(date) => <CalendarCell date={date} className={`${cell} ${range}`} />}
      </CalendarGrid>
    </AriaRangeCalendar>
  );
}

import { Link } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import { Button, IconButton } from "../../ui/button.tsx";
import { cx } from "../../ui/class-names.ts";
import { timeZone, today } from "../../ui/clock.ts";
import { formatCount, monthName } from "../../ui/format.ts";
import { cellValue } from "../../ui/grid/column.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { EmptyState } from "../../ui/states.tsx";
import type { LayoutProps } from "./view-table.tsx";

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const mostADay = 4;

/** A view as a calendar: each record on its day, a month at a time. */
export function ViewCalendar<Row extends ListedRow>({
  viewed,
  records,
  columns,
  definition,
}: LayoutProps<Row>) {
  const now = Temporal.PlainDate.from(today());
  const [month, setMonth] = useState(now.toPlainYearMonth());
  const field = columns.get(definition.layoutField ?? viewed.laidOutBy?.calendar ?? "");
  const days = useMemo(() => daysOf(month), [month]);
  const byDay = useMemo(
    () =>
      field
        ? Map.groupBy(records.rows, (row) => dayOf(String(cellValue(field, row) ?? "")))
        : new Map<string, Row[]>(),
    [records.rows, field],
  );
  if (!field) return <EmptyState title="Choose the days of the calendar">Any date can be one.</EmptyState>;
  const undated = byDay.get("")?.length ?? 0;
  return (
    <section aria-label={`${viewed.title} by ${field.title}`}>
      <div className="mb-2 flex items-center gap-2">
        <IconButton
          icon={ChevronLeft}
          label="The month before"
          onClick={() => setMonth(month.subtract({ months: 1 }))}
        />
        <IconButton
          icon={ChevronRight}
          label="The month after"
          onClick={() => setMonth(month.add({ months: 1 }))}
        />
        <h2 aria-live="polite" className="text-l font-semibold">
          {monthName(month.month)} {month.year}
        </h2>
        <Button variant="quiet" onClick={() => setMonth(now.toPlainYearMonth())}>
          Today
        </Button>
        {undated > 0 && (
          <span className="ml-auto text-s text-ink-3">
            {formatCount(undated, viewed.noun)} without a date
          </span>
        )}
      </div>
      <table className="w-full table-fixed border-collapse overflow-hidden rounded-card border border-line bg-surface">
        <thead>
          <tr>
            {weekdays.map((weekday) => (
              <th
                key={weekday}
                scope="col"
                className="border-b border-line px-2 py-1 text-left text-s font-medium text-ink-2"
              >
                {weekday}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: days.length / 7 }, (_, week) => (
            <tr key={days[week * 7]?.toString()}>
              {days.slice(week * 7, week * 7 + 7).map((day) => (
                <Day
                  key={day.toString()}
                  day={day}
                  isThisMonth={day.month === month.month}
                  isToday={day.equals(now)}
                  rows={byDay.get(day.toString()) ?? []}
                  viewed={viewed}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A date as it is, an instant by its day in the company's time zone. */
function dayOf(text: string): string {
  if (!text.includes("T")) return text;
  return Temporal.Instant.from(text).toZonedDateTimeISO(timeZone()).toPlainDate().toString();
}

/** Whole weeks, Monday to Sunday, that hold the month. */
function daysOf(month: Temporal.PlainYearMonth): Temporal.PlainDate[] {
  const first = month.toPlainDate({ day: 1 });
  const start = first.subtract({ days: first.dayOfWeek - 1 });
  const weeks = Math.ceil((first.dayOfWeek - 1 + month.daysInMonth) / 7);
  return Array.from({ length: weeks * 7 }, (_, at) => start.add({ days: at }));
}

type DayProps<Row extends ListedRow> = Pick<LayoutProps<Row>, "viewed"> & {
  day: Temporal.PlainDate;
  isThisMonth: boolean;
  isToday: boolean;
  rows: readonly Row[];
};

function Day<Row extends ListedRow>({ day, isThisMonth, isToday, rows, viewed }: DayProps<Row>) {
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? rows : rows.slice(0, mostADay);
  return (
    <td className={cx("h-24 border border-line p-1 align-top", !isThisMonth && "bg-sunken")}>
      <time
        dateTime={day.toString()}
        aria-current={isToday ? "date" : undefined}
        className={cx(
          "px-1 text-s",
          isToday ? "rounded-small bg-accent font-semibold text-accent-ink" : "text-ink-3",
        )}
      >
        {day.day}
      </time>
      <ul className="mt-0.5 flex flex-col gap-0.5">
        {shown.map((row) => (
          <li key={row.id}>
            <Link
              to={viewed.hrefOf(row)}
              title={viewed.titleOf(row)}
              className="block truncate rounded-small bg-accent-soft px-1.5 py-1 text-s text-accent hover:underline"
            >
              {viewed.titleOf(row)}
            </Link>
          </li>
        ))}
      </ul>
      {rows.length > shown.length && (
        <button
          type="button"
          onClick={() => setOpen(true)}
          className="px-1.5 py-1 text-s text-ink-2 hover:text-ink hover:underline"
        >
          {rows.length - shown.length} more
        </button>
      )}
    </td>
  );
}

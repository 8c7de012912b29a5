import { Link } from "@tanstack/react-router";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar } from "../avatar.tsx";
import { Badge } from "../chip.tsx";
import { cx } from "../class-names.ts";
import { readingTime, timeZone, today } from "../clock.ts";
import {
  daysAway,
  formatAgo,
  formatDate,
  formatDaysAway,
  formatInstant,
  formatMoneyExact,
  formatMoneyShort,
  formatNumber,
  formatPercent,
  withSign,
} from "../format.ts";
import type { Option } from "../option-list.tsx";
import { type CellValue, currencyOf, type GridColumn } from "./column.ts";
import { choicesIn } from "./multi-value.ts";

function missingReason<Row>(column: GridColumn<Row>, row: Row): string {
  const reason = typeof column.missing === "function" ? column.missing(row) : column.missing;
  return reason ?? `No ${column.title.toLowerCase()}`;
}

function Change({ text, value }: { text: string; value: CellValue }) {
  const size = Number(value);
  return <span className={size > 0 ? "text-good" : size < 0 ? "text-bad" : ""}>{withSign(text, size)}</span>;
}

function DateCell({ date, relative }: { date: string; relative: boolean }) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  const now = today();
  const days = daysAway(date, now);
  return (
    <span title={formatDaysAway(date, now)}>
      {formatDate(date)}
      {relative && (
        <span className="text-ink-3">
          {" "}
          · {days < 0 ? `${formatNumber(-days)} d ago` : `${formatNumber(days)} d`}
        </span>
      )}
    </span>
  );
}

function Choices({ options, value }: { options: readonly Option[]; value: CellValue }) {
  const chosen = choicesIn(value);
  if (chosen.length === 0) return String(value);
  const shown = chosen.map(
    (one) => options.find((option) => option.value === one) ?? { value: one, label: one },
  );
  return (
    <span className="inline-flex gap-1" title={shown.map(({ label }) => label).join(", ")}>
      {shown.map(({ value: one, label, tone = "neutral" }) => (
        <Badge key={one} tone={tone}>
          {label}
        </Badge>
      ))}
    </span>
  );
}

/** Cells are too many for tooltips: the exact time stands in the title. */
function InstantCell({ at }: { at: string }) {
  if (!/^\d{4}-\d{2}-\d{2}T/.test(at)) return at;
  return (
    <time dateTime={at} title={formatInstant(at, timeZone())}>
      {formatAgo(at, readingTime(), timeZone())}
    </time>
  );
}

type CellProps<Row> = { column: GridColumn<Row>; row: Row; value: CellValue };

/** A value as the grid shows it. Exact values stand in the title: cells are too many for tooltips. */
export function CellDisplay<Row>({ column, row, value }: CellProps<Row>): ReactNode {
  if (column.render) return column.render(row, value);
  const shown = <UsualCell column={column} row={row} value={value} />;
  const href = value === null || value === "" ? undefined : column.href?.(row);
  if (!href) return shown;
  return (
    <Link to={href} tabIndex={-1} className={cx("hover:underline", column.type === "text" && "font-[550]")}>
      {shown}
    </Link>
  );
}

/** As its type is written, whatever else its column makes of it. */
export function UsualCell<Row>({ column, row, value }: CellProps<Row>): ReactNode {
  if (value === null || value === "") {
    return (
      <span className="text-ink-3" title={missingReason(column, row)}>
        –
      </span>
    );
  }
  switch (column.type) {
    case "number": {
      const text = formatNumber(String(value), column.digits ?? 2);
      return column.signed ? <Change text={text} value={value} /> : text;
    }
    case "money": {
      if (Number.isNaN(Number(value))) return String(value);
      // Cents of large amounts are noise in a column: they stand in the title and in the editor.
      const isLarge = Math.abs(Number(value)) >= 1000 && !column.cents;
      const plain = isLarge
        ? formatNumber(String(value), 0)
        : formatMoneyExact(String(value), undefined, true);
      const text = column.short ? formatMoneyShort(String(value), currencyOf(column, row)) : plain;
      return (
        <span title={formatMoneyExact(String(value), currencyOf(column, row), true)}>
          {column.signed ? <Change text={text} value={value} /> : text}
        </span>
      );
    }
    case "percent":
      return Number.isNaN(Number(value)) ? String(value) : formatPercent(Number(value), column.digits ?? 1);
    case "date":
      return <DateCell date={String(value)} relative={column.relative ?? false} />;
    case "select": {
      const option = column.options.find((one) => one.value === value);
      return option?.tone ? (
        <Badge tone={option.tone}>{option.label}</Badge>
      ) : (
        (option?.label ?? String(value))
      );
    }
    case "multiSelect":
      return <Choices options={column.options} value={value} />;
    case "instant":
      return <InstantCell at={String(value)} />;
    case "record": {
      const name = column.nameOf(String(value));
      if (name === undefined) return String(value);
      return (
        <Link to={column.pageOf(String(value))} tabIndex={-1} className="font-[550] hover:underline">
          {name}
        </Link>
      );
    }
    case "teammate": {
      const name = column.options.find((one) => one.value === value)?.label ?? String(value);
      return (
        <span className="inline-flex items-center gap-1.5">
          <Avatar name={name} size={20} nameBeside />
          <span className="truncate">{name}</span>
        </span>
      );
    }
    case "boolean":
      return value === true ? <Check size={14} aria-label="yes" /> : <span className="text-ink-3">no</span>;
    default:
      return String(value);
  }
}

import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";
import { readingTime, timeZone } from "./clock.ts";
import * as format from "./format.ts";
import { Tooltip } from "./tooltip.tsx";

type Nothing = null | undefined;

/** Text with more on hover and on focus. */
export function Hover({
  text,
  className,
  children,
}: {
  text: ReactNode;
  className?: string | false;
  children: ReactNode;
}) {
  return (
    <Tooltip text={text}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the exact value must be reachable by keyboard too */}
      <span tabIndex={0} className={cx("rounded-small", className)}>
        {children}
      </span>
    </Tooltip>
  );
}

/** A value that is not there, with the reason. */
export function Missing({ reason }: { reason: string }) {
  return (
    <Hover text={reason} className="text-ink-3">
      <span aria-hidden>–</span>
      <span className="sr-only">missing: {reason}</span>
    </Hover>
  );
}

/** Money as `$1.24M`, exact on hover; `exact` writes every digit. */
export function Money({
  amount,
  currency,
  exact,
  missing = "no amount",
}: {
  amount: string | number | Nothing;
  currency: string;
  exact?: boolean;
  missing?: string;
}) {
  if (amount === null || amount === undefined) return <Missing reason={missing} />;
  const full = format.formatMoneyExact(amount, currency, true);
  if (exact) return <span>{full}</span>;
  const short = format.formatMoneyShort(amount, currency);
  return short === full ? <span>{full}</span> : <Hover text={full}>{short}</Hover>;
}

/** A change, with sign and colour: money when a currency is given. `goodWhen` says which way is good news. */
export function Delta({
  value,
  currency,
  exact,
  unit = "",
  goodWhen = "up",
  arrow,
  missing = "nothing to compare with",
}: {
  value: string | number | Nothing;
  currency?: string;
  exact?: boolean;
  unit?: string;
  goodWhen?: "up" | "down" | "neither";
  arrow?: boolean;
  missing?: string;
}) {
  if (value === null || value === undefined) return <Missing reason={missing} />;
  const size = Number(value);
  const isGood = goodWhen === "up" ? size > 0 : size < 0;
  const colour = size !== 0 && goodWhen !== "neither" && (isGood ? "text-good" : "text-bad");
  const shown = arrow ? Math.abs(size) : value;
  const full = currency ? format.formatMoneyExact(shown, currency, true) : format.formatNumber(shown);
  const text = currency && !exact ? format.formatMoneyShort(shown, currency) : full;
  const signed = arrow ? text : format.withSign(text, value);
  const Arrow = size > 0 ? ArrowUp : ArrowDown;
  const body = (
    <>
      {arrow && size !== 0 && <Arrow size={12} className="inline" aria-label={size > 0 ? "up" : "down"} />}
      {signed}
      {unit}
    </>
  );
  return text === full ? (
    <span className={cx(colour)}>{body}</span>
  ) : (
    <Hover text={format.withSign(full, value)} className={colour}>
      {body}
    </Hover>
  );
}

/** An instant as the time that has passed, exact on hover. */
export function RelativeTime({ at, missing = "never" }: { at: string | Nothing; missing?: string }) {
  if (!at) return <Missing reason={missing} />;
  return (
    <Hover text={format.formatInstant(at, timeZone())} className="whitespace-nowrap">
      <time dateTime={at}>{format.formatAgo(at, readingTime(), timeZone())}</time>
    </Hover>
  );
}

import type { Reason } from "@perennial/contract";
import { Check, CircleHelp, X } from "lucide-react";
import { cx } from "./class-names.ts";
import { timeZone } from "./clock.ts";
import { Disclosure } from "./disclosure.tsx";
import { formatCount, formatInstant, formatNumber } from "./format.ts";

const marks = {
  true: { icon: Check, word: "Yes", tone: "bg-good-soft text-good" },
  false: { icon: X, word: "No", tone: "bg-sunken text-ink-2" },
  null: { icon: CircleHelp, word: "Unknown", tone: "bg-warn-soft text-warn" },
};

/** Why a value is what it is, as the server explains it: each reason with what was seen, and what it is made of. */
export function ReasonTree({ reason, isTop = true }: { reason: Reason; isTop?: boolean }) {
  const children = reason.children ?? [];
  // Records that a condition looked at are evidence: at hand, but not in the way.
  const records = children.filter((child) => child.id !== undefined);
  return (
    <div className={cx(!isTop && "border-l border-line pl-3")}>
      <ReasonLine reason={reason} />
      <Reasons reasons={children.filter((child) => child.id === undefined)} />
      {records.length > 0 && (
        <Disclosure
          className="mt-1 pl-6 text-s text-ink-2"
          summary={`${formatCount(records.length, "record")} looked at`}
        >
          <Reasons reasons={records} />
        </Disclosure>
      )}
    </div>
  );
}

function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  if (reasons.length === 0) return null;
  return (
    <ul className="mt-1.5 flex flex-col gap-2 text-ink">
      {reasons.map((reason, index) => (
        <li key={`${reason.path ?? ""} ${reason.label} ${reason.id ?? index}`}>
          <ReasonTree reason={reason} isTop={false} />
        </li>
      ))}
    </ul>
  );
}

function ReasonLine({ reason }: { reason: Reason }) {
  const { label, result, seen, points, weightPct, contribution, note } = reason;
  const mark = result === undefined ? undefined : marks[String(result) as keyof typeof marks];
  const Icon = mark?.icon;
  return (
    <div>
      <div className="flex items-start gap-2 text-m">
        {mark && Icon && (
          <span
            className={cx(
              "mt-0.5 inline-flex size-4 shrink-0 items-center justify-center rounded-full",
              mark.tone,
            )}
          >
            <Icon size={11} aria-hidden />
            <span className="sr-only">{mark.word}:</span>
          </span>
        )}
        <span className="min-w-0 grow">{label}</span>
        {points !== undefined && (
          <span className={cx("shrink-0 font-medium", points === null && "text-ink-3")}>
            {points === null ? "no data" : formatNumber(points, 1)}
          </span>
        )}
      </div>
      <p className={cx("text-s text-ink-2", mark && "pl-6")}>
        {[
          seen === undefined || (mark && typeof seen === "boolean") ? undefined : `Seen: ${shown(seen)}`,
          weightPct === undefined ? undefined : `weight ${formatNumber(weightPct, 1)} %`,
          contribution === undefined || contribution === null
            ? undefined
            : `adds ${formatNumber(contribution, 1)}`,
          note,
        ]
          .filter((each) => each !== undefined && each !== "")
          .join(" · ")}
      </p>
    </div>
  );
}

const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

function shown(seen: unknown): string {
  if (seen === null) return "nothing";
  if (typeof seen === "number") return formatNumber(seen);
  if (typeof seen === "boolean") return seen ? "yes" : "no";
  if (typeof seen === "string" && instant.test(seen)) return formatInstant(seen, timeZone());
  return Array.isArray(seen) ? seen.join(", ") : String(seen);
}

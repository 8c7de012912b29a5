import { getRetention } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useCall } from "../../api/query.ts";
import { aimOf } from "../../api/retention-targets.ts";
import { useRetentionTargets } from "../../api/use-retention-targets.ts";
import { today } from "../../ui/clock.ts";
import { formatCount, formatPercent } from "../../ui/format.ts";
import { toneText } from "../../ui/tone.ts";
import { Missing } from "../../ui/values.tsx";
import { NumberCard } from "./number-card.tsx";
import type { RetentionWidget as Retention } from "./widget-draft.ts";

/** What was kept over the last months: the figure of the retention report, its target, and the way to its rows. */
export function RetentionWidget({ widget }: { widget: Retention }) {
  const navigate = useNavigate();
  const { family, measure, months } = widget;
  const to = today();
  const { data, error } = useCall(
    getRetention,
    { query: { family, from: to.subtract({ months }).toString(), to: to.toString() } },
    { live: ["subscription", "contract", "renewal", "account"], keepPrevious: true },
  );
  const targets = useRetentionTargets();
  const value = data?.[measure] ?? null;
  // Targets are of cohorts: what a company keeps, not what came of the renewals of a span.
  const aim = family === "cohort" ? aimOf(value, targets.company[measure]) : null;
  const what = family === "cohort" ? "account" : "renewal";
  return (
    <NumberCard
      title={widget.title}
      hint={data?.definition}
      error={error}
      value={
        data &&
        (value === null ? (
          <Missing reason={`There was nothing to retain ${months} months ago`} />
        ) : (
          formatPercent(value)
        ))
      }
      note={
        data &&
        (aim ? (
          <span className={toneText[aim.tone]}>{aim.words}</span>
        ) : (
          `of ${formatCount(data.startCount, what)}`
        ))
      }
      onOpen={() =>
        void navigate({ to: "/retention", search: { span: String(months), rows: family } } as never)
      }
    />
  );
}

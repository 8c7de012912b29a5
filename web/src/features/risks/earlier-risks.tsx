import { getRiskSettings, type Risk, riskStatuses, risks } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useCall, usePages } from "../../api/query.ts";
import { useRootCauses } from "../../api/root-causes.ts";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { formatCount, formatDate } from "../../ui/format.ts";

/** Risks that the account had before this one, and whether this one comes back from one of them. */
export function EarlierRisks({ risk }: { risk: Risk }) {
  const causes = useRootCauses();
  const settings = useCall(getRiskSettings, {}, { live: ["risk-settings"] }).data;
  const filter = JSON.stringify({
    all: [
      { subject: "accountId", op: "is-any-of", value: [risk.accountId] },
      { subject: "raisedAt", op: "on-or-before", value: (risk.raisedAt ?? "").slice(0, 10) },
    ],
  });
  const list = usePages(
    risks.list,
    { query: { filter, sort: "-raisedAt", limit: 50 } },
    { live: ["risk"], enabled: risk.raisedAt !== null },
  );
  const earlier = list.rows.filter(
    (each) => each.id !== risk.id && (each.raisedAt ?? "") <= (risk.raisedAt ?? ""),
  );
  if (earlier.length === 0) return null;
  return (
    <Card
      title={risk.recurrence ? "It comes back" : "Risks before"}
      subtitle={words(risk, earlier.length, settings?.recurrenceDays)}
    >
      <ul aria-label="Risks before" className="divide-y divide-line">
        {earlier.map((each) => {
          const status = riskStatuses.find(({ value }) => value === each.status);
          const cause = causes.find(({ value }) => value === each.rootCause)?.label ?? each.rootCause;
          const days = [each.raisedAt, each.leftAt].flatMap((at) =>
            at ? [formatDate(at.slice(0, 10))] : [],
          );
          return (
            <li key={each.id} className="flex items-center justify-between gap-2 py-1.5">
              <div className="min-w-0">
                <Link
                  to={`/risks/${each.id}`}
                  className="block truncate rounded-small font-medium hover:underline"
                >
                  {each.summary}
                </Link>
                <p className="truncate text-s text-ink-3">{`${cause} · ${days.join(" – ")}`}</p>
              </div>
              <span className="flex shrink-0 gap-1">
                {each.id === risk.recurrenceOfId && <Badge tone="warn">Came back</Badge>}
                {status && <Badge tone={status.tone}>{status.label}</Badge>}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function words({ recurrence }: Risk, count: number, days: number | undefined): string {
  const number = `${formatCount(count, "risk")} of this account before it`;
  if (recurrence === "same-cause") return `${number}, one of the same root cause`;
  if (recurrence === "soon-after")
    return `${number}, one left ${days === undefined ? "soon before" : `at most ${days} days earlier`}`;
  return number;
}

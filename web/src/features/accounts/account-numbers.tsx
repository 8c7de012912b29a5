import { aggregateRecords } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { useScoreLabels } from "../../api/score-labels.ts";
import { formatCount, formatNumber } from "../../ui/format.ts";
import { usePast } from "../../ui/past.ts";
import { type Stat, StatStrip } from "../../ui/stat-strip.tsx";
import { Missing, Money } from "../../ui/values.tsx";

function useArr(rule: RuleJson, more?: RuleJson) {
  const filter = more ? { all: [rule, more] } : rule;
  const { data } = useCall(
    aggregateRecords,
    { body: { object: "account", filter, measure: { op: "sum", field: "arr" }, groupBy: [] } },
    { live: ["account"], keepPrevious: true },
  );
  return data?.total;
}

const renewing = { subject: "nextRenewalOn", op: "in-the-next", value: { count: 90, unit: "days" } };
const unowned = { subject: "keyRole:csm", op: "is-empty" };

/** What the accounts shown come to: revenue, what of it renews soon, what stands badly, what nobody looks after. */
export function AccountNumbers({
  rule,
  choose,
}: {
  rule: RuleJson;
  choose: (id: string, value: string) => void;
}) {
  const currency = useMe().data?.company.currency ?? "USD";
  const isPast = usePast().asOf !== undefined;
  const { primary = "overall", lowest } = useScoreLabels();
  const all = useArr(rule);
  const soon = useArr(rule, renewing);
  const low = useArr(rule, { subject: `score:${primary}`, op: "less-than", value: lowest?.to ?? 0 });
  const nobody = useArr(rule, unowned);
  const stat = (label: string, total: typeof all, more: Partial<Stat> = {}): Stat => ({
    label,
    value:
      isPast && total?.count === 0 ? (
        <Missing reason="Nothing fits by what was kept of that day" />
      ) : (
        <Money amount={total?.value ?? "0"} currency={currency} />
      ),
    note: formatCount(total?.count ?? 0, "account"),
    ...more,
  });
  return (
    <StatStrip
      stats={[
        stat("ARR", all),
        stat("Renews in 90 days", soon),
        stat(
          lowest ? `Health ${lowest.label.toLowerCase()}` : "Lowest health",
          low,
          low && low.count > 0 ? { tone: "bad" } : {},
        ),
        {
          label: "Without a CSM",
          value: formatNumber(nobody?.count ?? 0),
          tone: nobody && nobody.count > 0 ? "warn" : "good",
          note: <Money amount={nobody?.value ?? "0"} currency={currency} />,
          onClick: () => choose("book", "nobody"),
        },
      ]}
    />
  );
}

import { getForecastRestated } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { formatCount, formatDate } from "../../ui/format.ts";
import { RestatedTable } from "../../ui/restated-table.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Missing, Money } from "../../ui/values.tsx";
import { forecastLive, type Shown } from "./forecast-shown.ts";

/** Of a past day: which renewals due facts that came late have changed since, as they were known then and are known now. */
export function RestatedNote({ state, currency, asOf }: Shown & { asOf: string }) {
  const { data, error, refetch } = useCall(
    getForecastRestated,
    { query: { period: state.period, asOf } },
    forecastLive,
  );
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return null;
  if (data.rows.length === 0) {
    return (
      <p className="mb-3.5 text-s text-ink-2">
        Nothing that came later restates the renewals due: they are told as they were known on{" "}
        {formatDate(asOf)}.
      </p>
    );
  }
  const money = (amount: string) => <Money amount={amount} currency={currency} />;
  return (
    <Card
      title={`Restated since: ${formatCount(data.rows.length, "renewal")}`}
      subtitle={
        <>
          The figures on this page are what was known on {formatDate(asOf)}: {money(data.thenArr)} due of
          these. By what is known of that day now it is {money(data.nowArr)}.
        </>
      }
      className="mb-3.5"
    >
      <RestatedTable
        what="Renewal, its target"
        rows={data.rows.map((row) => ({
          key: row.id,
          name: (
            <>
              <Link to={`/renewals/${row.id}`} className="text-accent hover:underline">
                {row.accountName}
              </Link>
              <span className="block text-s font-normal text-ink-3">due {formatDate(row.dueOn)}</span>
            </>
          ),
          knownThen: row.thenArr === null ? <Missing reason="Nobody knew of it then" /> : money(row.thenArr),
          knownNow: money(row.nowArr),
          facts: row.causes,
        }))}
      />
    </Card>
  );
}

import { type Account, getAccountRestated } from "@perennial/contract";
import type { CallResult } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { formatDate, formatNumber } from "../../ui/format.ts";
import { LateFacts } from "../../ui/late-facts.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Missing, Money } from "../../ui/values.tsx";

type Figure = CallResult<typeof getAccountRestated>["items"][number];

/** What facts that came late have changed since in the figures shown: as they were known then, as they are known now, and why. */
export function RestatedCard({ account, asOf }: { account: Account; asOf: string }) {
  const currency = useMe().data?.company.currency ?? "USD";
  const { data, error, refetch } = useCall(
    getAccountRestated,
    { params: { id: account.id }, query: { asOf } },
    { live: ["account", "subscription"] },
  );
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data || (data.items.length === 0 && data.notes.length === 0)) return null;
  if (data.items.length === 0) return <Notes notes={data.notes} />;
  return (
    <Card
      title="Restated since"
      subtitle="Facts that came later are counted at their own time: what is shown is known now"
      className="mb-3.5"
    >
      <table className="w-full text-m">
        <thead>
          <tr className="text-left text-s text-ink-2">
            <th scope="col" className="py-1 pr-3 font-medium">
              Figure
            </th>
            <th scope="col" className="px-3 py-1 text-right font-medium">
              Known then
            </th>
            <th scope="col" className="px-3 py-1 text-right font-medium">
              Known now
            </th>
            <th scope="col" className="py-1 pl-3 font-medium">
              Because
            </th>
          </tr>
        </thead>
        <tbody>
          {data.items.map((item) => (
            <tr key={item.field} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 pr-3 text-left font-medium">
                {item.label}
              </th>
              <td className="px-3 py-1.5 text-right whitespace-nowrap text-ink-2 tabular-nums">
                <Value item={item} value={item.knownThen} currency={currency} />
              </td>
              <td className="px-3 py-1.5 text-right font-semibold whitespace-nowrap tabular-nums">
                <Value item={item} value={item.knownNow} currency={currency} />
              </td>
              <td className="w-full py-1.5 pl-3">
                <LateFacts facts={item.causes} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Notes notes={data.notes} />
    </Card>
  );
}

function Notes({ notes }: { notes: readonly { what: string; on: string }[] }) {
  return notes.map(({ what, on }) => (
    <p key={what} className="mb-1.5 text-s text-ink-2">
      {what}, the last of it on {formatDate(on)}.
    </p>
  ));
}

function Value({ item, value, currency }: { item: Figure; value: Figure["knownThen"]; currency: string }) {
  if (value === null) return <Missing reason="Nothing was known" />;
  if (item.type === "currency") return <Money amount={String(value)} currency={currency} />;
  return formatNumber(Number(value), 1);
}

import { type Account, getAccountRestated } from "@perennial/contract";
import type { CallResult } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { formatDate, formatNumber } from "../../ui/format.ts";
import { RestatedTable } from "../../ui/restated-table.tsx";
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
      <RestatedTable
        what="Figure"
        rows={data.items.map((item) => ({
          key: item.field,
          name: item.label,
          knownThen: <Value item={item} value={item.knownThen} currency={currency} />,
          knownNow: <Value item={item} value={item.knownNow} currency={currency} />,
          facts: item.causes,
        }))}
      />
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

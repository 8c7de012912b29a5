import type { Account } from "@perennial/contract";
import { useMemo } from "react";
import { Card } from "../../ui/card.tsx";
import { usePast } from "../../ui/past.ts";
import { RenewalsTable } from "./renewals-table.tsx";

const columns = [
  "dueOn",
  "targetArr",
  "forecastArr",
  "deltaArr",
  "rating",
  "stage",
  "nextStep",
  "forecastNotes",
];

/** So narrow that the next step can be read beside the figures on a laptop. */
const widths = {
  dueOn: 165,
  targetArr: 90,
  forecastArr: 85,
  deltaArr: 80,
  rating: 95,
  stage: 105,
  nextStep: 140,
  forecastNotes: 160,
};

/** The account's renewals, newest due date first, edited in place. */
export function AccountRenewalsCard({ account }: { account: Account }) {
  const filter = useMemo(
    () => ({ subject: "accountId", op: "is-any-of", value: [account.id] }),
    [account.id],
  );
  const isPast = usePast().asOf !== undefined;
  return (
    <Card
      title="Renewals"
      subtitle={isPast ? "As they stood then" : "Forecast, rating and next step are edited here"}
    >
      <RenewalsTable filter={filter} columns={columns} widths={widths} sort="-dueOn" height={220} />
    </Card>
  );
}

import type { Account } from "@perennial/contract";
import { useMemo } from "react";
import { Card } from "../../ui/card.tsx";
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

/** The account's renewals, newest due date first, edited in place. */
export function AccountRenewalsCard({ account }: { account: Account }) {
  const filter = useMemo(
    () => ({ subject: "accountId", op: "is-any-of", value: [account.id] }),
    [account.id],
  );
  return (
    <Card title="Renewals" subtitle="Forecast, rating and next step are edited here">
      <RenewalsTable filter={filter} columns={columns} sort="-dueOn" height={220} />
    </Card>
  );
}

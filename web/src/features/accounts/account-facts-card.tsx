import { type Account, accounts } from "@perennial/contract";
import { useProvenance } from "../../api/provenance.ts";
import { useRecordFacts } from "../../api/record-facts.ts";
import { Card } from "../../ui/card.tsx";
import { FactsList } from "../../ui/facts-list.tsx";
import { usePast } from "../../ui/past.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";

const leaveOut = ["name", "organizationId", "lifecycleOverride", "lifecycleOverrideReason"];
const refreshes = [accounts.get];

/** The account's own fields, key roles and traits, edited in place. */
export function AccountFactsCard({ account }: { account: Account }) {
  const { row, facts, onCommit, error } = useRecordFacts({
    object: "account",
    plural: "accounts",
    list: accounts.list,
    update: accounts.update,
    refreshes,
    id: account.id,
    leaveOut,
  });
  const provenance = useProvenance("account", account.id);
  const { asOf } = usePast();
  const subtitle = asOf === undefined ? "Fields, key roles and traits, edited here" : "As they were then";
  return (
    <Card title="Facts" subtitle={subtitle}>
      {error && <ErrorState error={error} />}
      {!error && !row && <Skeleton lines={6} />}
      {row && (
        <FactsList
          label="Facts"
          row={row}
          rowId={(each) => each.id}
          facts={facts}
          onCommit={onCommit}
          provenance={provenance}
        />
      )}
    </Card>
  );
}

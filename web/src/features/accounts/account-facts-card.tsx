import { type Account, accounts } from "@perennial/contract";
import { useProvenance } from "../../api/provenance.ts";
import { useRecordFacts } from "../../api/record-facts.ts";
import { Card } from "../../ui/card.tsx";
import { FactsList } from "../../ui/facts-list.tsx";
import { ProvenanceButton } from "../../ui/provenance-button.tsx";
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
  const { byField, setPinned } = useProvenance("account", account.id);
  return (
    <Card title="Facts" subtitle="Fields, key roles and traits, edited here">
      {error && <ErrorState error={error} />}
      {!error && !row && <Skeleton lines={6} />}
      {row && (
        <FactsList
          label="Facts"
          row={row}
          rowId={(each) => each.id}
          facts={facts}
          onCommit={onCommit}
          beside={(column) => {
            const origin = byField.get(column.id);
            const onPin = onCommit && ((isPinned: boolean) => setPinned(column.id, isPinned));
            return origin && <ProvenanceButton field={column.title} origin={origin} onPin={onPin} />;
          }}
        />
      )}
    </Card>
  );
}

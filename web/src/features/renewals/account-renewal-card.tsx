import { type Account, bulkUpdateRenewals, type Renewal, renewals } from "@perennial/contract";
import { useMemo, useState } from "react";
import { useCellCommit } from "../../api/cells.ts";
import { useMay, useMe } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { FactsList } from "../../ui/facts-list.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { OutcomeDialog } from "./outcome-dialog.tsx";
import { RenewalCadence } from "./renewal-cadence.tsx";
import { renewalColumns } from "./renewal-columns.ts";
import { useRenewalDefinitions } from "./use-renewal-definitions.ts";

const shown = [
  "targetArr",
  "forecastArr",
  "deltaArr",
  "rating",
  "stage",
  "likelihood",
  "ownerId",
  "nextStep",
  "nextStepOn",
  "forecastNotes",
];
const refreshes = [renewals.list];

/** The account's next renewal: what it is worth, what we think of it and do next, edited here; and its cadence. */
export function AccountRenewalCard({ account }: { account: Account }) {
  const filter = useMemo(
    () =>
      JSON.stringify({
        all: [
          { subject: "accountId", op: "is-any-of", value: [account.id] },
          { subject: "outcome", op: "is-empty" },
        ],
      }),
    [account.id],
  );
  const list = usePages(renewals.list, { query: { filter, sort: "dueOn", limit: 1 } }, { live: ["renewal"] });
  const [renewal] = list.rows;
  if (list.error || list.isPending || !renewal) {
    return (
      <Card title="Renewal">
        {list.error && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
        {list.isPending && <Skeleton lines={6} />}
        {!list.error && !list.isPending && (
          <EmptyState compact title="No open renewal">
            It opens with the account's next contract.
          </EmptyState>
        )}
      </Card>
    );
  }
  return (
    <>
      <NextRenewal renewal={renewal} />
      <RenewalCadence renewal={renewal} />
    </>
  );
}

function NextRenewal({ renewal }: { renewal: Renewal }) {
  const [isClosing, setClosing] = useState(false);
  const definitions = useRenewalDefinitions();
  const currency = useMe().data?.company.currency ?? "USD";
  const canEdit = useMay("renewals.write");
  const facts = useMemo(() => {
    const all = renewalColumns<Renewal>(definitions, currency, canEdit);
    return shown.flatMap((slug) => all.find((column) => column.id === slug) ?? []);
  }, [definitions, currency, canEdit]);
  const commit = useCellCommit({ update: renewals.update, bulkUpdate: bulkUpdateRenewals, refreshes });
  return (
    <Card
      title="Renewal"
      subtitle={renewal.contractId === null ? "Without a contract" : "Of the present contract"}
      actions={canEdit && <Button onClick={() => setClosing(true)}>Record outcome</Button>}
    >
      <FactsList
        label="Next renewal"
        row={renewal}
        rowId={(each) => each.id}
        facts={facts}
        onCommit={canEdit ? commit : undefined}
      />
      {isClosing && <OutcomeDialog renewal={renewal} onClose={() => setClosing(false)} />}
    </Card>
  );
}

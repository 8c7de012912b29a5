import { type Account, type Renewal, renewals } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useMay } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { usePast } from "../../ui/past.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { LikelihoodWhy } from "./likelihood-why.tsx";
import { OutcomeDialog } from "./outcome-dialog.tsx";
import { RenewalCadence } from "./renewal-cadence.tsx";
import { RenewalFacts } from "./renewal-facts.tsx";

const shown = [
  "targetArr",
  "forecastArr",
  "deltaArr",
  "rating",
  "stage",
  "likelihoodHuman",
  "likelihoodModel",
  "ownerId",
  "nextStep",
  "nextStepOn",
  "forecastNotes",
];

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
  const { asOf } = usePast();
  const [renewal] = list.rows;
  if (list.error || list.isPending || !renewal) {
    return (
      <Card title="Renewal">
        {list.error && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
        {list.isPending && <Skeleton lines={6} />}
        {!list.error && !list.isPending && (
          <EmptyState compact isOfAnyDay title="No open renewal">
            {asOf === undefined
              ? "It opens with the account's next contract."
              : "None was known when the day was over."}
          </EmptyState>
        )}
      </Card>
    );
  }
  return (
    <>
      <NextRenewal renewal={renewal} />
      {asOf === undefined && <RenewalCadence renewal={renewal} />}
    </>
  );
}

function NextRenewal({ renewal }: { renewal: Renewal }) {
  const [isClosing, setClosing] = useState(false);
  const [isExplaining, setExplaining] = useState(false);
  const canEdit = useMay("renewals.write");
  const { asOf } = usePast();
  return (
    <Card
      title="Renewal"
      subtitle={renewal.contractId === null ? "Without a contract" : "Of the present contract"}
      actions={
        <>
          <Link to={`/renewals/${renewal.id}`} className="self-center text-s text-accent underline">
            Open
          </Link>
          {asOf === undefined && (
            <Button variant="quiet" onClick={() => setExplaining(true)}>
              Why this likelihood
            </Button>
          )}
          {canEdit && <Button onClick={() => setClosing(true)}>Record outcome</Button>}
        </>
      }
    >
      <RenewalFacts renewal={renewal} facts={shown} canEdit={canEdit} />
      {isExplaining && <LikelihoodWhy renewal={renewal} onClose={() => setExplaining(false)} />}
      {isClosing && <OutcomeDialog renewal={renewal} onClose={() => setClosing(false)} />}
    </Card>
  );
}

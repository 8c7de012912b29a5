import { type Account, accounts, type Renewal, renewals } from "@perennial/contract";
import { type ComponentType, useState } from "react";
import { useMay, useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { formatDate, formatPercent } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { usePast } from "../../ui/past.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StandingAside } from "../../ui/standing-aside.tsx";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Delta, Missing, Money } from "../../ui/values.tsx";
import { OutcomeDialog } from "./outcome-dialog.tsx";
import { RenewalCadence } from "./renewal-cadence.tsx";
import { RenewalCheckpoints } from "./renewal-checkpoints.tsx";
import { RenewalFacts } from "./renewal-facts.tsx";
import { RenewalHistory } from "./renewal-history.tsx";
import { UndoOutcome } from "./undo-outcome.tsx";
import { useRenewalDefinitions } from "./use-renewal-definitions.ts";

type AccountCard = ComponentType<{ account: Account }>;
/** Cards of other features about the renewal's account: its lines, its work, its mail; and its timeline. */
export type RenewalDeck = {
  cards: readonly { name: string; Card: AccountCard; readsPast?: boolean }[];
  timeline: AccountCard;
};

const facts = [
  "forecastArr",
  "rating",
  "stage",
  "likelihoodHuman",
  "ownerId",
  "nextStep",
  "nextStepOn",
  "forecastNotes",
];

/** Everything about one renewal: its numbers, where it stands on its ladder, what was done, and what is to be done. */
export function RenewalPage({ params, deck }: { params: { id: string }; deck: RenewalDeck }) {
  const { data: renewal, error, refetch } = useCall(renewals.get, { params }, { live: ["account"] });
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!renewal) return <Skeleton lines={10} />;
  return <RenewalContent renewal={renewal} deck={deck} />;
}

function RenewalContent({ renewal, deck }: { renewal: Renewal; deck: RenewalDeck }) {
  const [isClosing, setClosing] = useState(false);
  const canEdit = useMay("renewals.write") && renewal.archivedAt === null;
  const isOpen = canEdit && renewal.outcome === null;
  const isPast = usePast().asOf !== undefined;
  const account = useCall(accounts.get, { params: { id: renewal.accountId } }, { live: ["account"] });
  return (
    <>
      <PageHeader
        title={`${renewal.accountName}, renewal of ${formatDate(renewal.dueOn ?? "")}`}
        crumbs={[
          { label: "Renewals", href: "/renewals" },
          { label: renewal.accountName, href: `/accounts/${renewal.accountId}` },
        ]}
        beside={
          renewal.outcome && (
            <Badge tone={renewal.outcome === "renewed" ? "good" : "bad"}>
              {renewal.outcome === "renewed" ? "Renewed" : "Churned"}
            </Badge>
          )
        }
        actions={
          isOpen ? (
            <Button variant="primary" onClick={() => setClosing(true)}>
              Record outcome
            </Button>
          ) : (
            canEdit && <UndoOutcome renewal={renewal} />
          )
        }
      />
      <RenewalNumbers renewal={renewal} />
      {renewal.flags && (
        <p role="status" className="mb-3.5 rounded-card bg-warn-soft px-3 py-2 text-m">
          <span className="font-medium">To put right: </span>
          {renewal.flags}
        </p>
      )}
      <StandingAside names={deck.cards.flatMap((card) => (card.readsPast ? [] : card.name))} />
      <div className="mb-3.5">
        <RenewalCadence renewal={renewal} />
      </div>
      <div className="grid items-start gap-3.5 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid items-start gap-3.5 md:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-3.5">
            <Card
              title="Forecast and plan"
              subtitle={
                isPast ? "As it stood" : isOpen ? "Click a value to change it" : "Closed: nothing to edit"
              }
            >
              <RenewalFacts renewal={renewal} facts={facts} canEdit={isOpen} />
            </Card>
            <RenewalCheckpoints renewal={renewal} canEdit={isOpen && !isPast} />
            <RenewalHistory renewal={renewal} />
          </div>
          <div className="flex min-w-0 flex-col gap-3.5">
            {deck.cards.map(({ name, Card, readsPast }) =>
              account.data && (readsPast || !isPast) ? <Card key={name} account={account.data} /> : null,
            )}
          </div>
        </div>
        {account.data && <deck.timeline account={account.data} />}
      </div>
      {isClosing && <OutcomeDialog renewal={renewal} onClose={() => setClosing(false)} />}
    </>
  );
}

function RenewalNumbers({ renewal }: { renewal: Renewal }) {
  const isPast = usePast().asOf !== undefined;
  const { ratings, teammates } = useRenewalDefinitions();
  const me = useMe();
  const currency = renewal.currency ?? me.data?.company.currency ?? "USD";
  const owner = teammates.find(({ value }) => value === renewal.ownerId)?.label;
  const rating = ratings.find(({ value }) => value === renewal.rating)?.label;
  const days = renewal.daysToExpiry;
  return (
    <StatStrip
      stats={[
        {
          label: "Due",
          value: formatDate(renewal.dueOn ?? ""),
          note: days < 0 ? `${-days} days ago` : `in ${days} days`,
          noteTone: renewal.isOverdue ? "bad" : days < 90 && renewal.outcome === null ? "warn" : "neutral",
        },
        { label: "Target ARR", value: <Money amount={renewal.targetArr} currency={currency} /> },
        {
          label: renewal.outcome ? "Final ARR" : "Forecast",
          value: (
            <Money
              amount={renewal.outcome ? renewal.finalArr : renewal.forecastArr}
              currency={currency}
              missing={isPast ? "No forecast yet" : "No forecast yet: type one below"}
            />
          ),
          note: renewal.deltaArr !== null && Number(renewal.deltaArr) !== 0 && (
            <Delta value={renewal.deltaArr} currency={currency} />
          ),
        },
        {
          label: "Likelihood",
          value:
            renewal.likelihood === null ? (
              <Missing reason="No rating yet" />
            ) : (
              formatPercent(renewal.likelihood, 0)
            ),
          ...(rating ? { note: rating } : {}),
        },
        { label: "Owner", value: owner ?? <Missing reason="Nobody owns this renewal" /> },
        {
          label: "Notice by",
          value: renewal.noticeDeadlineOn ? (
            formatDate(renewal.noticeDeadlineOn)
          ) : (
            <Missing reason="The contract has no notice period" />
          ),
        },
      ]}
    />
  );
}

import { type Organization, organizations } from "@perennial/contract";
import type { ComponentType } from "react";
import { useMe } from "../../api/me.ts";
import { useProvenance } from "../../api/provenance.ts";
import { useCall } from "../../api/query.ts";
import { useRecordFacts } from "../../api/record-facts.ts";
import { useScoreLabels } from "../../api/score-labels.ts";
import { Card } from "../../ui/card.tsx";
import { today } from "../../ui/clock.ts";
import { FactsList } from "../../ui/facts-list.tsx";
import { formatDate, formatDaysAway, formatNumber } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { usePast } from "../../ui/past.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Missing, Money } from "../../ui/values.tsx";

/** What other features know of an organization. */
type OrganizationCard = ComponentType<{ organization: Organization }>;
export type OrganizationCards = {
  accounts: OrganizationCard;
  records: OrganizationCard;
  conversations: OrganizationCard;
  timeline: OrganizationCard;
};

/** An organization: its accounts and what they come to, what was said and what happened with all of them. */
export function OrganizationPage({ params, cards }: { params: { id: string }; cards: OrganizationCards }) {
  const { data, error, refetch } = useCall(
    organizations.get,
    { params },
    { live: ["organization", "account"] },
  );
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton lines={10} />;
  return (
    <>
      <PageHeader
        title={data.name ?? "Organization"}
        crumbs={[{ label: "Organizations", href: "/organizations" }]}
      />
      <OrganizationNumbers organization={data} />
      <div className="grid items-start gap-3.5 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-3.5">
          <cards.accounts organization={data} />
          <cards.records organization={data} />
          <div className="grid items-start gap-3.5 md:grid-cols-2">
            <cards.conversations organization={data} />
            <OrganizationFactsCard organization={data} />
          </div>
        </div>
        <cards.timeline organization={data} />
      </div>
    </>
  );
}

function OrganizationNumbers({ organization }: { organization: Organization }) {
  const currency = useMe().data?.company.currency ?? "USD";
  const { accountCount, arr, nextRenewalOn } = organization;
  const { labelOf, primary = "overall" } = useScoreLabels();
  const health = organization.scores[primary];
  const label = labelOf(primary, health?.value);
  const mean = accountCount === 0 ? null : String(Number(arr) / accountCount);
  return (
    <StatStrip
      stats={[
        { label: "ARR", value: <Money amount={arr} currency={currency} />, note: "of all its accounts" },
        { label: "Accounts", value: formatNumber(accountCount) },
        {
          label: "ARR per account",
          value: <Money amount={mean} currency={currency} missing="It has no account" />,
        },
        {
          label: "Health",
          value: health ? (
            formatNumber(health.value, 0)
          ) : (
            <Missing reason="None of its accounts has a score" />
          ),
          ...(label ? { tone: label.tone, note: label.label, noteTone: label.tone } : {}),
        },
        {
          label: "Next renewal",
          value: nextRenewalOn ? formatDate(nextRenewalOn) : <Missing reason="No open renewal" />,
          ...(nextRenewalOn ? { note: formatDaysAway(nextRenewalOn, today()) } : {}),
        },
      ]}
    />
  );
}

const refreshes = [organizations.get];

function OrganizationFactsCard({ organization }: { organization: Organization }) {
  const { row, facts, onCommit, error } = useRecordFacts({
    object: "organization",
    plural: "organizations",
    list: organizations.list,
    update: organizations.update,
    refreshes,
    id: organization.id,
  });
  const provenance = useProvenance("organization", organization.id);
  const { asOf } = usePast();
  return (
    <Card
      title="Facts"
      subtitle={asOf === undefined ? "Fields and traits, edited here" : "As they were then"}
    >
      {error && <ErrorState error={error} />}
      {!error && !row && <Skeleton lines={3} />}
      {row && (
        <FactsList
          label="Facts"
          row={row}
          rowId={(each) => each.id}
          facts={facts}
          onCommit={onCommit}
          provenance={asOf === undefined ? provenance : undefined}
        />
      )}
    </Card>
  );
}

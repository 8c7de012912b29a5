import { type Account, accounts, listSegments, teammates } from "@perennial/contract";
import type { ComponentType } from "react";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { useScoreLabels } from "../../api/score-labels.ts";
import { Badge } from "../../ui/chip.tsx";
import { today } from "../../ui/clock.ts";
import { daysAway, formatDate } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { type Stat, StatStrip } from "../../ui/stat-strip.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Missing, Money } from "../../ui/values.tsx";

/** A card of an account's deck; what it shows, it reads itself. */
export type AccountCard = ComponentType<{ account: Account }>;
export type AccountDeck = {
  /** Over the whole width of the deck: tables with many columns. */
  wide: readonly AccountCard[];
  left: readonly AccountCard[];
  right: readonly AccountCard[];
  /** Beside the deck where there is room, else below it. */
  timeline: AccountCard;
};

/** Everything about one account: its numbers, its deck of cards, and beside it the timeline. */
export function AccountPage({ params, deck }: { params: { id: string }; deck: AccountDeck }) {
  const { data: account, error, refetch } = useCall(accounts.get, { params }, { live: ["account"] });
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!account) return <Skeleton lines={10} />;
  return <AccountContent account={account} deck={deck} />;
}

function AccountContent({ account, deck }: { account: Account; deck: AccountDeck }) {
  const stats = useAccountStats(account);
  const crumbs = [account.plan, account.region].flatMap((label) => (label ? [{ label }] : []));
  return (
    <>
      <PageHeader
        title={account.name ?? "Account"}
        crumbs={[{ label: "Accounts", href: "/accounts" }, ...crumbs]}
      />
      <StatStrip stats={stats} />
      <AccountBadges account={account} />
      <div className="grid items-start gap-3.5 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid items-start gap-3.5 md:grid-cols-2">
          {deck.wide.map((Card, at) => (
            <div key={at} className="min-w-0 md:col-span-2">
              <Card account={account} />
            </div>
          ))}
          {[deck.left, deck.right].map((cards, column) => (
            <div key={column} className="flex min-w-0 flex-col gap-3.5">
              {cards.map((Card, at) => (
                <Card key={at} account={account} />
              ))}
            </div>
          ))}
        </div>
        <deck.timeline account={account} />
      </div>
    </>
  );
}

function useAccountStats(account: Account): Stat[] {
  const me = useMe();
  const people = useCall(teammates.list, { query: { limit: 1000, sort: "name" } });
  const currency = me.data?.company.currency ?? "USD";
  const nameOf = (id: string | null | undefined) =>
    people.data?.items.find((person) => person.id === id)?.name ?? null;
  const { labelOf, primary = "overall" } = useScoreLabels();
  const score = account.scores[primary];
  const label = labelOf(primary, score?.value);
  const renewsOn = account.nextRenewalOn;
  const days = renewsOn ? daysAway(renewsOn, today()) : null;
  const csm = nameOf(account.keyRoles.csm);
  const manager = nameOf(account.keyRoles.account_manager);
  return [
    {
      label: "ARR",
      value: (
        <Money amount={account.arr?.amount ?? null} currency={currency} missing="No active subscription" />
      ),
      ...(account.lifecycle ? { note: account.lifecycle } : {}),
    },
    {
      label: "Renewal",
      value: renewsOn ? formatDate(renewsOn) : <Missing reason="No open renewal" />,
      ...(days === null ? {} : { note: days < 0 ? `${-days} days overdue` : `in ${days} days` }),
      noteTone: days !== null && days < 90 ? "warn" : "neutral",
    },
    {
      label: "Health",
      value:
        score?.value === null || !score ? (
          <Missing reason="Too little data for a score" />
        ) : (
          String(Math.round(score.value))
        ),
      ...(label ? { note: label.label, tone: label.tone, noteTone: label.tone } : {}),
    },
    { label: "Owner", value: csm ?? <Missing reason="Nobody is CSM" />, note: "CSM" },
    { label: "Account manager", value: manager ?? <Missing reason="Nobody is account manager" /> },
  ];
}

function AccountBadges({ account }: { account: Account }) {
  const segments = useCall(listSegments, {}, { live: ["segment"] });
  const names = new Map((segments.data?.items ?? []).map((segment) => [segment.slug, segment.name]));
  if (account.segments.length === 0) return null;
  return (
    <ul className="mb-3.5 flex flex-wrap gap-2" aria-label="Segments">
      {account.segments.map((slug) => (
        <li key={slug}>
          <Badge tone="accent">{names.get(slug) ?? slug}</Badge>
        </li>
      ))}
    </ul>
  );
}

import { type Account, accounts, listSegments, organizations, teammates } from "@perennial/contract";
import { Link, Navigate } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { z } from "zod";
import { allows, useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { useScoreLabels } from "../../api/score-labels.ts";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { today } from "../../ui/clock.ts";
import { daysAway, formatDate } from "../../ui/format.ts";
import { type Crumb, PageHeader } from "../../ui/page-header.tsx";
import { usePast } from "../../ui/past.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StandingAside } from "../../ui/standing-aside.tsx";
import { type Stat, StatStrip } from "../../ui/stat-strip.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { Missing, Money } from "../../ui/values.tsx";
import { RestatedCard } from "./restated-card.tsx";

type AccountCard = ComponentType<{ account: Account }>;
/** A card of an account's deck; what it shows, it reads itself. */
export type DeckCard = {
  /** What it is called where it stands aside, because it cannot be read as of a day. */
  name: string;
  Card: AccountCard;
  readsPast?: boolean;
};
export type AccountDeck = {
  left: readonly DeckCard[];
  right: readonly DeckCard[];
  /** Over the whole width of the deck, below: tables with many columns. */
  wide: readonly DeckCard[];
  /** Beside the deck where there is room, else below it. */
  timeline: DeckCard;
};

/** `Help`: a button that asks for help with the account. */
type PageParts = { deck: AccountDeck; Help: AccountCard };

/** Everything about one account: its numbers, its deck of cards, and beside it the timeline. */
export function AccountPage({ params, ...rest }: { params: { id: string } } & PageParts) {
  const { data: account, error, refetch } = useCall(accounts.get, { params }, { live: ["account"] });
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!account) return <Skeleton lines={10} />;
  // Merged into another: its old address leads to the survivor.
  if (account.id !== params.id) return <Navigate to={`/accounts/${account.id}`} replace />;
  return <AccountContent account={account} {...rest} />;
}

function AccountContent({ account, deck, Help }: { account: Account } & PageParts) {
  const stats = useAccountStats(account);
  const { asOf } = usePast();
  const shown = (cards: readonly DeckCard[]) => cards.filter((card) => asOf === undefined || card.readsPast);
  const organization = useCall(
    organizations.get,
    { params: { id: account.organizationId ?? "" } },
    { enabled: account.organizationId !== null },
  ).data;
  const crumbs: Crumb[] = [
    { label: "Accounts", href: "/accounts" },
    ...(organization?.name ? [{ label: organization.name, href: `/organizations/${organization.id}` }] : []),
    ...[account.plan, account.region].flatMap((label) => (label ? [{ label }] : [])),
  ];
  return (
    <>
      <PageHeader
        title={account.name ?? "Account"}
        crumbs={crumbs}
        actions={
          <>
            <Help account={account} />
            <WriteActions />
          </>
        }
      />
      <StatStrip stats={stats} />
      <AccountBadges account={account} />
      {asOf !== undefined && <RestatedCard account={account} asOf={asOf} />}
      <StandingAside
        names={[...deck.left, ...deck.right, ...deck.wide, deck.timeline].flatMap((card) =>
          card.readsPast ? [] : card.name,
        )}
      />
      <div className="grid items-start gap-3.5 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid items-start gap-3.5 md:grid-cols-2">
          {[deck.left, deck.right].map((cards, column) => (
            <div key={column} className="flex min-w-0 flex-col gap-3.5">
              {shown(cards).map(({ name, Card }) => (
                <Card key={name} account={account} />
              ))}
            </div>
          ))}
          {shown(deck.wide).map(({ name, Card }) => (
            <div key={name} className="min-w-0 md:col-span-2">
              <Card account={account} />
            </div>
          ))}
        </div>
        {shown([deck.timeline]).map(({ name, Card }) => (
          <Card key={name} account={account} />
        ))}
      </div>
    </>
  );
}

/** Begins something on the timeline. */
function WriteActions() {
  const [, change] = useUrlState(z.object({ write: z.string().optional() }));
  const me = useMe();
  const { day } = usePast();
  const offered = [
    { id: "note", label: "Note", permission: "notes.write" },
    { id: "task", label: "Task", permission: "tasks.write" },
    { id: "email", label: "E-mail", permission: "conversations.write" },
  ].filter((each) => day === undefined && allows(me.data?.permissions ?? [], each.permission));
  const begin = (write: string) => {
    change({ write });
    const composer = document.querySelector<HTMLElement>("[data-composer]");
    composer?.scrollIntoView({ block: "nearest" });
    requestAnimationFrame(() => composer?.querySelector<HTMLElement>("input, textarea")?.focus());
  };
  return offered.map(({ id, label }, at) => (
    <Button key={id} variant={at === offered.length - 1 ? "primary" : "secondary"} onClick={() => begin(id)}>
      {label}
    </Button>
  ));
}

function useAccountStats(account: Account): Stat[] {
  const me = useMe();
  const people = useCall(teammates.list, { query: { limit: 1000, sort: "name" } });
  const currency = me.data?.company.currency ?? "USD";
  const isPast = usePast().asOf !== undefined;
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
      value: renewsOn ? (
        formatDate(renewsOn)
      ) : (
        <Missing reason={isPast ? "None was known then" : "No open renewal"} />
      ),
      ...(days === null ? {} : { note: renewalNote(days, account.noticeDeadlineOn) }),
      noteTone: days !== null && days < 90 ? "warn" : "neutral",
    },
    {
      label: "Health",
      value:
        score?.value === null || !score ? (
          <Missing reason={isPast ? "No score was kept then" : "Too little data for a score"} />
        ) : (
          String(Math.round(score.value))
        ),
      ...(label ? { note: label.label, tone: label.tone, noteTone: label.tone } : {}),
    },
    { label: "Owner", value: csm ?? <Missing reason="Nobody is CSM" />, note: "CSM" },
    { label: "Account manager", value: manager ?? <Missing reason="Nobody is account manager" /> },
  ];
}

/** `in 73 days, notice in 13`. */
function renewalNote(days: number, noticeOn: string | null): string {
  if (days < 0) return `${-days} days overdue`;
  const notice = noticeOn === null ? null : daysAway(noticeOn, today());
  const by = notice === null ? "" : notice < 0 ? ", notice has passed" : `, notice in ${notice}`;
  return `in ${days} days${by}`;
}

function AccountBadges({ account }: { account: Account }) {
  const segments = useCall(listSegments, {}, { live: ["segment"] });
  const names = new Map((segments.data?.items ?? []).map((segment) => [segment.slug, segment.name]));
  if (account.segments.length === 0) return null;
  return (
    <ul className="mb-3.5 flex flex-wrap gap-2" aria-label="Segments">
      {account.segments.map((slug) => (
        <li key={slug}>
          <Link to={`/segments/${slug}`} className="rounded-full hover:underline">
            <Badge tone="accent">{names.get(slug) ?? slug}</Badge>
          </Link>
        </li>
      ))}
    </ul>
  );
}

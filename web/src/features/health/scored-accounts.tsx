import {
  type Account,
  type HealthScore,
  listMigratedAccounts,
  listScoredAccounts,
} from "@perennial/contract";
import { useMemo, useState } from "react";
import { useMe } from "../../api/me.ts";
import { useCall, usePages } from "../../api/query.ts";
import { Badge } from "../../ui/chip.tsx";
import { today } from "../../ui/clock.ts";
import { formatNumber } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { sortFromText, sortToText } from "../../ui/grid/state.ts";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toneIcon } from "../../ui/tone.ts";
import { HealthWhy } from "./health-why.tsx";

/** Over how many days a change of the score is told, and of how many accounts, those with the most ARR first. */
const trendDays = 30;
const mostCompared = 5_000;

function scoredColumns(
  score: HealthScore,
  currency: string,
  before: ReadonlyMap<string, number | null>,
  onWhy: (account: Account) => void,
): GridColumn<Account>[] {
  const own = (account: Account) => account.scores[score.slug];
  const changeOf = (account: Account) => {
    const [was, is] = [before.get(account.id) ?? null, own(account)?.value ?? null];
    return was === null || is === null ? null : is - was;
  };
  return [
    { id: "name", type: "text", title: "Account", width: 220, href: (account) => `/accounts/${account.id}` },
    {
      id: `score:${score.slug}`,
      type: "number",
      title: score.name,
      width: 100,
      value: (account) => own(account)?.value ?? null,
      missing: "Too little data for a score",
      render: (account) => (
        <button
          type="button"
          onClick={() => onWhy(account)}
          aria-label={`Why ${own(account)?.value ?? "no score"} for ${account.name}?`}
          className="rounded-small text-accent underline decoration-dotted underline-offset-2"
        >
          {own(account)?.value === null || own(account)?.value === undefined
            ? "none"
            : formatNumber(own(account)?.value ?? 0, 1)}
        </button>
      ),
    },
    {
      id: `score:${score.slug}.label`,
      type: "readonly",
      title: "Label",
      width: 130,
      render: (account) => {
        const label = score.model.labels.find((each) => each.value === own(account)?.label);
        return label ? (
          <Badge tone={label.tone} icon={toneIcon[label.tone]}>
            {label.label}
          </Badge>
        ) : (
          <Badge>Withheld</Badge>
        );
      },
    },
    {
      id: "trend",
      type: "number",
      title: `In ${trendDays} days`,
      digits: 1,
      signed: true,
      width: 110,
      sortable: false,
      value: changeOf,
      missing: `No score was kept ${trendDays} days ago`,
      hint: "The score now less what it was then; click the score for what moved it",
    },
    {
      id: `score:${score.slug}.coverage`,
      type: "number",
      title: "Coverage, %",
      digits: 0,
      width: 100,
      value: (account) => own(account)?.coverage ?? null,
      missing: "Not worked out yet",
      hint: "The share of weights that have data",
    },
    {
      id: `score:${score.slug}.oldestInputOn`,
      type: "date",
      title: "Oldest input",
      width: 130,
      value: (account) => own(account)?.oldestInputOn ?? null,
      missing: "Nothing it looks at has a date: all is as it stands",
      hint: "The day of the oldest fact that counts in the score",
    },
    {
      id: `score:${score.slug}.model`,
      type: "number",
      title: "By the model",
      digits: 1,
      width: 120,
      value: (account) => own(account)?.model ?? null,
      missing: "The model has too little data",
      hint: "Differs from the score while a person says otherwise",
    },
    {
      id: "arr",
      type: "money",
      title: "ARR",
      currency,
      value: (account) => account.arr?.amount ?? null,
      missing: "No active subscription",
      width: 110,
    },
    {
      id: "nextRenewalOn",
      type: "date",
      title: "Next renewal",
      relative: true,
      width: 180,
      missing: "No open renewal",
    },
  ];
}

type ScoredProps = {
  score: HealthScore;
  label: string | undefined;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
};

/** Accounts by a score, the lowest first, each with the way to ask why. */
export function ScoredAccounts({ score, label, sort, onSort }: ScoredProps) {
  const [why, setWhy] = useState<Account>();
  const currency = useMe().data?.company.currency ?? "USD";
  const order = sort ?? `score:${score.slug}`;
  const list = usePages(
    listScoredAccounts,
    { params: { slug: score.slug }, query: { sort: order, limit: 200, ...(label ? { label } : {}) } },
    { live: ["account"] },
  );
  const then = useCall(
    listMigratedAccounts,
    {
      params: { slug: score.slug },
      query: { from: today().subtract({ days: trendDays }).toString(), limit: mostCompared },
    },
    { live: ["account"] },
  );
  const columns = useMemo(() => {
    const before = new Map((then.data?.items ?? []).map(({ id, scoreThen }) => [id, scoreThen]));
    return scoredColumns(score, currency, before, setWhy);
  }, [score, currency, then.data]);
  if (list.error) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  const count = label
    ? score.distribution.find((each) => (each.label ?? "none") === label)?.accounts
    : score.distribution.reduce((sum, each) => sum + each.accounts, 0);
  return (
    <>
      <DataGrid<Account>
        label={`Accounts by ${score.name}`}
        columns={columns}
        rows={list.rows}
        rowId={(account) => account.id}
        sorting="server"
        state={{ sort: sortFromText(order) }}
        onStateChange={(next) => onSort(sortToText(next.sort ?? []) || undefined)}
        isLoading={list.isPending}
        isLoadingMore={list.isFetchingNextPage}
        onEndReached={() => list.hasNextPage && void list.fetchNextPage()}
        {...(count === undefined ? {} : { totalCount: count })}
        empty={<EmptyState title="No account fits">Choose another label above.</EmptyState>}
      />
      {why && <HealthWhy score={score} account={why} onClose={() => setWhy(undefined)} />}
    </>
  );
}

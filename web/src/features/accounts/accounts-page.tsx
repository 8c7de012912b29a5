import {
  type Account,
  accounts,
  aggregateRecords,
  lifecycles,
  teammates,
  tiers,
  touchModels,
} from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useDeferredValue, useMemo } from "react";
import { z } from "zod";
import { useCellCommit } from "../../api/cells.ts";
import { useMay, useMe } from "../../api/me.ts";
import { useCall, usePages } from "../../api/query.ts";
import { ruleInUrl } from "../../api/rule-in-url.ts";
import { FilterChip } from "../../ui/chip.tsx";
import { formatCount } from "../../ui/format.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { sortFromText, sortToText } from "../../ui/grid/state.ts";
import { Input } from "../../ui/input.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { Money } from "../../ui/values.tsx";
import { accountColumns } from "./account-columns.ts";

const accountsState = z.object({
  q: z.string().max(200).optional().catch(undefined),
  lifecycle: z.string().max(40).optional().catch(undefined),
  tier: z.string().max(10).optional().catch(undefined),
  touch: z.string().max(10).optional().catch(undefined),
  sort: z.string().max(100).default("name").catch("name"),
  filter: ruleInUrl,
});
type State = z.output<typeof accountsState>;

function ruleOf(state: State): RuleJson {
  if (state.filter) return state.filter;
  const conditions: RuleJson[] = [];
  if (state.q) conditions.push({ subject: "name", op: "contains", value: state.q });
  if (state.lifecycle) conditions.push({ subject: "lifecycle", op: "is", value: state.lifecycle });
  if (state.tier) conditions.push({ subject: "tier", op: "is", value: state.tier });
  if (state.touch) conditions.push({ subject: "touchModel", op: "is", value: state.touch });
  return { all: conditions };
}

const refreshes = [accounts.list];

/** Every account in one table, edited in place. */
export function AccountsPage() {
  const [state, change] = useUrlState(accountsState);
  const rule = useDeferredValue(useMemo(() => ruleOf(state), [state]));
  const me = useMe();
  const canEdit = useMay("accounts.write");
  const people = useCall(teammates.list, { query: { limit: 1000, sort: "name" } });
  const filter = JSON.stringify(rule);
  const list = usePages(
    accounts.list,
    { query: { filter, sort: state.sort, limit: 200 } },
    { live: ["account"] },
  );
  const total = useCall(
    aggregateRecords,
    { body: { object: "account", filter: rule, measure: { op: "sum", field: "arr" }, groupBy: [] } },
    { live: ["account"], keepPrevious: true },
  ).data?.total;
  const currency = me.data?.company.currency ?? "USD";
  const teammateOptions = useMemo(
    () => (people.data?.items ?? []).map((person) => ({ value: person.id, label: person.name ?? "" })),
    [people.data],
  );
  const columns = useMemo(
    () => accountColumns(teammateOptions, currency, canEdit),
    [teammateOptions, currency, canEdit],
  );
  const commit = useCellCommit({ update: accounts.update, refreshes });
  return (
    <>
      <PageHeader
        title="Accounts"
        beside={
          total && (
            <span className="text-m text-ink-2">
              {formatCount(total.count, "account")} ·{" "}
              <Money amount={total.value ?? "0"} currency={currency} /> ARR
            </span>
          )
        }
      />
      <AccountFilters state={state} change={change} />
      {list.error ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} />
      ) : (
        <DataGrid<Account>
          label="Accounts"
          columns={columns}
          rows={list.rows}
          rowId={(account) => account.id}
          onCommit={commit}
          sorting="server"
          state={{ sort: sortFromText(state.sort) }}
          onStateChange={(next) => change({ sort: sortToText(next.sort ?? []) || "name" })}
          isLoading={list.isPending}
          isLoadingMore={list.isFetchingNextPage}
          onEndReached={() => list.hasNextPage && void list.fetchNextPage()}
          {...(total ? { totalCount: total.count } : {})}
          empty={<EmptyState title="No account fits">Take a filter away, or import accounts.</EmptyState>}
        />
      )}
    </>
  );
}

type Change = (patch: Partial<{ [Key in keyof State]: State[Key] | undefined }>) => void;

function AccountFilters({ state, change }: { state: State; change: Change }) {
  if (state.filter !== undefined) {
    return (
      <div className="mb-3 flex gap-2">
        <FilterChip label="From a chart:" data-filter onRemove={() => change({ filter: undefined })}>
          the rows behind one mark
        </FilterChip>
      </div>
    );
  }
  const choice = (
    label: string,
    key: "lifecycle" | "tier" | "touch",
    options: readonly { value: string; label: string }[],
  ) => (
    <Select
      aria-label={label}
      placeholder={`Any ${label.toLowerCase()}`}
      options={options.map(({ value, label: text }) => ({ value, label: text }))}
      value={state[key] ?? ""}
      onValueChange={(value) => change({ [key]: value === "" ? undefined : value })}
    />
  );
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Input
        data-filter
        className="w-56"
        aria-label="Filter by name"
        placeholder="Filter by name"
        defaultValue={state.q ?? ""}
        onChange={(event) => change({ q: event.target.value || undefined })}
      />
      {choice("Lifecycle", "lifecycle", lifecycles)}
      {choice("Tier", "tier", tiers)}
      {choice("Touch model", "touch", touchModels)}
    </div>
  );
}

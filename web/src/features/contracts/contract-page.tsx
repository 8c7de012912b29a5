import {
  accounts,
  type Contract,
  contracts,
  type Renewal,
  renewals,
  type Subscription,
  subscriptions,
} from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { Fragment, useMemo } from "react";
import { useMe } from "../../api/me.ts";
import { useCall, usePages } from "../../api/query.ts";
import { useRecordFacts } from "../../api/record-facts.ts";
import { Card } from "../../ui/card.tsx";
import { Chart } from "../../ui/chart/chart.tsx";
import type { ChartColour } from "../../ui/chart/model.ts";
import { Badge } from "../../ui/chip.tsx";
import { today } from "../../ui/clock.ts";
import { FactsList } from "../../ui/facts-list.tsx";
import { formatDate, formatDaysAway } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Missing, Money } from "../../ui/values.tsx";
import { arrByCurrency, arrOverTime, type CurrencyAmount } from "./contract-arr.ts";
import { ContractLinesCard } from "./contract-lines-card.tsx";

/** What was signed: its term and conditions, its lines over time, and what it comes to. */
export function ContractPage({ params }: { params: { id: string } }) {
  const {
    data: contract,
    error,
    refetch,
  } = useCall(contracts.get, { params }, { live: ["contract", "subscription", "renewal"] });
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!contract) return <Skeleton lines={10} />;
  return <ShownContract contract={contract} />;
}

function ShownContract({ contract }: { contract: Contract }) {
  const account = useCall(accounts.get, { params: { id: contract.accountId } });
  const ofAccount = {
    filter: JSON.stringify({ subject: "accountId", op: "is-any-of", value: [contract.accountId] }),
    limit: 1000,
  };
  const lines = usePages(
    subscriptions.list,
    { query: { ...ofAccount, sort: "-startsOn" } },
    { live: ["subscription", "contract"] },
  );
  const due = usePages(renewals.list, { query: { ...ofAccount, sort: "-dueOn" } }, { live: ["renewal"] });
  const own = useMemo(
    () => lines.rows.filter((line) => line.contractId === contract.id),
    [lines.rows, contract.id],
  );
  const renewal = due.rows.find((each) => each.contractId === contract.id && each.outcome === null);
  const name = account.data?.name ?? "Account";
  const company = useMe().data?.company.currency ?? "USD";
  const currency = contract.currency ?? account.data?.currency ?? company;
  return (
    <>
      <PageHeader
        title={contract.name ?? `Contract of ${name}`}
        crumbs={[
          { label: "Accounts", href: "/accounts" },
          { label: name, href: `/accounts/${contract.accountId}` },
        ]}
        beside={
          <>
            {contract.autoRenews && <Badge tone="accent">Renews by itself</Badge>}
            {contract.mergedIntoId && (
              <Link to={`/contracts/${contract.mergedIntoId}`}>
                <Badge tone="warn">Merged into another contract: nothing falls due here</Badge>
              </Link>
            )}
            {contract.isImplied && <Badge>Implied: made of revenue that came without a contract</Badge>}
          </>
        }
      />
      <ContractNumbers
        contract={contract}
        currency={currency}
        lines={lines.isPending ? null : own}
        renewal={renewal}
      />
      <div className="grid items-start gap-3.5 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-3.5">
          <ContractLinesCard
            contract={contract}
            currency={currency}
            lines={own}
            isLoading={lines.isPending}
          />
          <ArrOverTimeChart currency={currency} lines={own} />
        </div>
        <ContractFactsCard contract={contract} />
      </div>
    </>
  );
}

type Numbers = {
  contract: Contract;
  currency: string;
  /** Null until they are known. */
  lines: readonly Subscription[] | null;
  renewal: Renewal | undefined;
};

function ContractNumbers({ contract, currency, lines, renewal }: Numbers) {
  const { expiresOn } = contract;
  const notice = renewal?.noticeDeadlineOn ?? null;
  const date = (on: string | null, missing: string) => (on ? formatDate(on) : <Missing reason={missing} />);
  const away = (on: string | null) => (on ? { note: formatDaysAway(on, today()) } : {});
  return (
    <StatStrip
      stats={[
        {
          label: "ARR today",
          value: lines ? <Amounts amounts={arrByCurrency(lines, today().toString(), currency)} /> : "…",
        },
        { label: "Signed on", value: date(contract.signedOn, "Nobody has said when") },
        { label: "Term began on", value: date(contract.termStartsOn ?? contract.startsOn, "No start") },
        { label: "Expires on", value: date(expiresOn, "Runs until somebody ends it"), ...away(expiresOn) },
        {
          label: "Notice deadline",
          value: date(notice, "No notice period, or no open renewal"),
          ...away(notice),
        },
        {
          label: "Open renewal",
          value: renewal ? (
            <Money amount={renewal.targetArr} currency={renewal.currency ?? currency} />
          ) : (
            <Missing reason="None is open" />
          ),
          ...(renewal ? { href: `/renewals/${renewal.id}` } : {}),
        },
      ]}
    />
  );
}

const colours: readonly ChartColour[] = [1, 2, 6, 3, 5, 4];

/** Lines of several currencies have no sum of their own. */
function Amounts({ amounts }: { amounts: readonly CurrencyAmount[] }) {
  return amounts.map(({ currency, amount }, at) => (
    <Fragment key={currency}>
      {at > 0 && " + "}
      <Money amount={amount} currency={currency} />
    </Fragment>
  ));
}

function ArrOverTimeChart({ currency, lines }: { currency: string; lines: readonly Subscription[] }) {
  const foreign = [...new Set(lines.map((line) => line.currency ?? currency))].filter(
    (one) => one !== currency,
  );
  const { dates, products } = useMemo(
    () =>
      arrOverTime(
        lines.filter((line) => (line.currency ?? currency) === currency),
        today(),
      ),
    [lines, currency],
  );
  return (
    <Chart
      title="What does the contract come to, month by month?"
      subtitle={`ARR of its lines on the first of each month, as signed; nothing after a line's last day${foreign.length > 0 ? `. Lines in ${foreign.join(", ")} are not in the picture` : ""}`}
      kind="stacked-bar"
      unit={{ currency }}
      categories={dates.map((date) => formatDate(date).slice(3))}
      series={products.map(({ name, values }, at) => ({ name, values, colour: colours[at] ?? 5 }))}
      empty="It has no line with a price yet."
    />
  );
}

const refreshes = [contracts.get];

function ContractFactsCard({ contract }: { contract: Contract }) {
  const { row, facts, onCommit, error } = useRecordFacts({
    object: "contract",
    plural: "contracts",
    list: contracts.list,
    update: contracts.update,
    refreshes,
    id: contract.id,
  });
  return (
    <Card title="Terms" subtitle="What was agreed, edited here; a change moves the open renewal along">
      {error && <ErrorState error={error} />}
      {!error && !row && <Skeleton lines={6} />}
      {row && (
        <FactsList label="Terms" row={row} rowId={(each) => each.id} facts={facts} onCommit={onCommit} />
      )}
    </Card>
  );
}

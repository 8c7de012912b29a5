import { type Account, type Indicator, indicators, reopenIndicator } from "@perennial/contract";
import { type ComponentType, useState } from "react";
import { useMay } from "../../api/me.ts";
import { usePages, useWrite } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { type IndicatorVerb, OpenIndicator } from "./open-indicator.tsx";
import { SettledIndicator } from "./settled-indicator.tsx";
import { TurnDialog } from "./turn-dialog.tsx";

/** The queue's own dialogs, which the page lends to the card: what is done to an indicator is done the same way there. */
export type WorkDialogLent = ComponentType<{
  items: readonly {
    kind: "indicator";
    id: string;
    accountId: string;
    accountName: string;
    title: string;
    ownerId: string | null;
  }[];
  verb: Exclude<IndicatorVerb, "turn">;
  onClose: () => void;
}>;
type CardProps = { account: Account; WorkDialog: WorkDialogLent };

/** What needs attention at the account now, with what was seen when it was raised, and what was done of late. */
export function AccountIndicatorsCard({ account, WorkDialog }: CardProps) {
  const mayRead = useMay("indicators.read");
  const mayWrite = useMay("indicators.write");
  const [acting, setActing] = useState<{ indicator: Indicator; verb: IndicatorVerb }>();
  const open = useIndicatorsOf(account, "is", "dueOn", mayRead);
  const settled = useIndicatorsOf(account, "is-not", "-settledAt", mayRead);
  const reopen = useWrite(reopenIndicator, { refreshes: [indicators.list] });
  if (!mayRead) return null;
  const close = () => setActing(undefined);
  return (
    <Card title="Indicators" subtitle={open.rows.length > 0 ? `${open.rows.length} open` : undefined}>
      {open.error && <ErrorState error={open.error} onRetry={() => open.refetch()} />}
      {open.isPending && <Skeleton lines={3} />}
      {!open.isPending && !open.error && open.rows.length === 0 && (
        <EmptyState title="Nothing needs attention">What the rules find stands here.</EmptyState>
      )}
      <ul aria-label="Open indicators" className="divide-y divide-line">
        {open.rows.map((indicator) => (
          <OpenIndicator
            key={indicator.id}
            indicator={indicator}
            onVerb={mayWrite ? (verb) => setActing({ indicator, verb }) : undefined}
          />
        ))}
      </ul>
      {settled.rows.length > 0 && (
        <Disclosure className="mt-2 text-s" summary={`Settled of late: ${settled.rows.length}`}>
          {reopen.error && (
            <p role="alert" className="text-bad">
              {reopen.error.message}
            </p>
          )}
          <ul aria-label="Settled indicators" className="divide-y divide-line">
            {settled.rows.map((indicator) => (
              <SettledIndicator
                key={indicator.id}
                indicator={indicator}
                onReopen={mayWrite ? () => reopen.mutate({ params: { id: indicator.id } }) : undefined}
              />
            ))}
          </ul>
        </Disclosure>
      )}
      {acting?.verb === "turn" && <TurnDialog indicator={acting.indicator} onClose={close} />}
      {acting && acting.verb !== "turn" && (
        <WorkDialog items={[workOf(acting.indicator, account)]} verb={acting.verb} onClose={close} />
      )}
    </Card>
  );
}

function workOf({ id, name, ownerId }: Indicator, account: Account) {
  return {
    kind: "indicator" as const,
    id,
    accountId: account.id,
    accountName: account.name ?? "",
    title: name,
    ownerId,
  };
}

function useIndicatorsOf(account: Account, op: "is" | "is-not", sort: string, enabled: boolean) {
  const filter = JSON.stringify({
    all: [
      { subject: "accountId", op: "is-any-of", value: [account.id] },
      { subject: "status", op, value: "open" },
    ],
  });
  const limit = op === "is" ? 50 : 10;
  return usePages(indicators.list, { query: { filter, sort, limit } }, { live: ["account"], enabled });
}

import { type Renewal, renewals } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { Link } from "@tanstack/react-router";
import { type KeyboardEvent, useState } from "react";
import { useMay, useMe } from "../../api/me.ts";
import { useWrite } from "../../api/query.ts";
import { announce } from "../../ui/announce.tsx";
import { Badge } from "../../ui/chip.tsx";
import { cx } from "../../ui/class-names.ts";
import { formatDate, formatMoneyShort } from "../../ui/format.ts";
import { sumDecimals } from "../../ui/grid/decimal.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { useRenewalDefinitions } from "./use-renewal-definitions.ts";
import { useRenewalRows } from "./use-renewal-rows.ts";

const shownInColumn = 100;

/** Open renewals by stage: dragged from one to the next, or moved with Alt and the arrows. */
export function RenewalsBoard({ filter }: { filter: RuleJson }) {
  const { stages } = useRenewalDefinitions();
  const list = useRenewalRows(filter);
  const canEdit = useMay("renewals.write");
  const [moved, setMoved] = useState<Readonly<Record<string, string>>>({});
  const write = useWrite(renewals.update, { refreshes: [renewals.list] });
  if (list.error) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton lines={8} />;
  const open = list.rows.filter(({ outcome }) => outcome === null);
  if (open.length === 0) {
    return <EmptyState title="No open renewals here">Widen the window or take a filter away.</EmptyState>;
  }
  const stageOf = (renewal: Renewal) => moved[renewal.id] ?? renewal.stage;
  const put = (renewal: Renewal, stage: string) => {
    if (!canEdit || stage === stageOf(renewal)) return;
    const label = stages.find(({ value }) => value === stage)?.label ?? stage;
    const forget = () => setMoved(({ [renewal.id]: _, ...rest }) => rest);
    setMoved((before) => ({ ...before, [renewal.id]: stage }));
    announce(`${renewal.accountName}: ${label}`);
    write.mutate(
      { params: { id: renewal.id }, body: { stage } },
      {
        onSettled: forget,
        onError: (error) => toast({ title: `${renewal.accountName} stayed where it was: ${error.message}` }),
      },
    );
  };
  const step = (renewal: Renewal, by: 1 | -1) => {
    const at = stages.findIndex(({ value }) => value === stageOf(renewal));
    const next = stages[at + by];
    if (next) put(renewal, next.value);
  };
  return (
    <>
      <p className="mb-2 text-s text-ink-3">
        {canEdit ? "Drag a card, or move it with Alt + ← and →. " : ""}Closed renewals are left out.
      </p>
      <div className="flex gap-2.5 overflow-x-auto pb-2">
        {stages.map((stage) => (
          <Column
            key={stage.value}
            label={stage.label}
            rows={open.filter((renewal) => stageOf(renewal) === stage.value)}
            canEdit={canEdit}
            onDrop={(id) => {
              const renewal = open.find((one) => one.id === id);
              if (renewal) put(renewal, stage.value);
            }}
            onStep={step}
          />
        ))}
      </div>
    </>
  );
}

type ColumnProps = {
  label: string;
  rows: readonly Renewal[];
  canEdit: boolean;
  onDrop: (id: string) => void;
  onStep: (renewal: Renewal, by: 1 | -1) => void;
};

function Column({ label, rows, canEdit, onDrop, onStep }: ColumnProps) {
  const currency = useMe().data?.company.currency ?? "USD";
  const [isOver, setOver] = useState(false);
  const total = sumDecimals(rows.map(({ targetArr }) => targetArr ?? "0"));
  return (
    <section
      aria-label={label}
      className={cx(
        "flex w-[236px] shrink-0 flex-col rounded-card border border-line bg-sunken p-2",
        isOver && "border-accent",
      )}
      onDragOver={(event) => {
        if (!canEdit) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop(event.dataTransfer.getData("text/plain"));
      }}
    >
      <h2 className="mb-1.5 flex justify-between px-1 text-s font-semibold">
        {label}
        <span className="font-normal text-ink-2 tabular-nums">
          {rows.length} · {formatMoneyShort(total, currency)}
        </span>
      </h2>
      <ul className="flex max-h-[68dvh] min-h-16 flex-col gap-1.5 overflow-y-auto">
        {rows.slice(0, shownInColumn).map((renewal) => (
          <li key={renewal.id}>
            <BoardCard renewal={renewal} canEdit={canEdit} onStep={onStep} />
          </li>
        ))}
        {rows.length > shownInColumn && (
          <li className="px-1 text-s text-ink-3">
            and {rows.length - shownInColumn} later ones: narrow the window
          </li>
        )}
      </ul>
    </section>
  );
}

function BoardCard({
  renewal,
  canEdit,
  onStep,
}: {
  renewal: Renewal;
  canEdit: boolean;
  onStep: ColumnProps["onStep"];
}) {
  const { ratings } = useRenewalDefinitions();
  const rating = ratings.find(({ value }) => value === renewal.rating);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowRight" && event.key !== "ArrowLeft")) return;
    event.preventDefault();
    onStep(renewal, event.key === "ArrowRight" ? 1 : -1);
  };
  return (
    <Link
      to={`/renewals/${renewal.id}`}
      draggable={canEdit}
      aria-keyshortcuts={canEdit ? "Alt+ArrowRight Alt+ArrowLeft" : undefined}
      onDragStart={(event) => event.dataTransfer.setData("text/plain", renewal.id)}
      onKeyDown={onKeyDown}
      className="block rounded-control border border-line bg-surface px-2.5 py-2 text-m hover:border-line-strong"
    >
      <span className="flex justify-between gap-2">
        <span className="truncate font-medium">{renewal.accountName}</span>
        <span className="tabular-nums">
          {formatMoneyShort(renewal.forecastArr ?? renewal.targetArr ?? "0", renewal.currency ?? "USD")}
        </span>
      </span>
      <span className="mt-1 flex items-center justify-between gap-2 text-s text-ink-2">
        <span className={renewal.isOverdue ? "text-bad" : ""}>
          {formatDate(renewal.dueOn ?? "")}
          {renewal.isOverdue && " · overdue"}
        </span>
        {rating && <Badge tone={rating.tone ?? "neutral"}>{rating.label}</Badge>}
      </span>
      {renewal.nextStep && <span className="mt-1 block truncate text-s text-ink-3">{renewal.nextStep}</span>}
    </Link>
  );
}

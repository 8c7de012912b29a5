import type { Contract, Subscription } from "@perennial/contract";
import { useMemo, useState } from "react";
import { z } from "zod";
import { useMay } from "../../api/me.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { today } from "../../ui/clock.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { AddLineDialog } from "./add-line-dialog.tsx";
import { AmendDialog } from "./amend-dialog.tsx";
import { carriesArrOn, lineName } from "./contract-arr.ts";
import { EndLineDialog } from "./end-line-dialog.tsx";
import { intervalLabel, kindLabel } from "./line-terms.ts";
import { MoveLinesDialog } from "./move-lines-dialog.tsx";
import { RefundDialog } from "./refund-dialog.tsx";

type Open = { kind: "refund" | "split" | "merge" } | { kind: "amend" | "end"; line: Subscription };
/** A contract that was just entered opens with its first line. */
const addState = z.object({ add: z.enum(["line"]).optional() });
type Props = { contract: Contract; currency: string; lines: readonly Subscription[]; isLoading: boolean };

/** The contract's priced lines, newest first. What changes is dated: the past stays as it was. */
export function ContractLinesCard({ contract, currency, lines, isLoading }: Props) {
  const [open, setOpen] = useState<Open | null>(null);
  const canWrite = useMay("subscriptions.write");
  const canMove = useMay("contracts.write") && !contract.isImplied && contract.mergedIntoId === null;
  const [{ add }, setUrl] = useUrlState(addState);
  const close = () => {
    setOpen(null);
    if (add) setUrl({ add: undefined });
  };
  const columns = useMemo(() => columnsOf(currency, canWrite ? setOpen : null), [currency, canWrite]);
  return (
    <Card
      title="Lines"
      subtitle="Amendments and ends are dated and leave the past as it was"
      actions={
        canWrite && (
          <>
            {canMove && (
              <>
                <Button onClick={() => setOpen({ kind: "split" })}>Split</Button>
                <Button onClick={() => setOpen({ kind: "merge" })}>Merge</Button>
              </>
            )}
            <Button onClick={() => setOpen({ kind: "refund" })}>Refund</Button>
            <Button onClick={() => setUrl({ add: "line" })}>Add line</Button>
          </>
        )
      }
    >
      <DataGrid<Subscription>
        label="Lines"
        height={300}
        columns={columns}
        rows={lines}
        rowId={(line) => line.id}
        isLoading={isLoading}
        empty={<EmptyState title="No line yet">Add what was sold, or import subscriptions.</EmptyState>}
      />
      {add && canWrite && <AddLineDialog contract={contract} currency={currency} onClose={close} />}
      {open?.kind === "refund" && <RefundDialog contract={contract} currency={currency} onClose={close} />}
      {(open?.kind === "split" || open?.kind === "merge") && (
        <MoveLinesDialog contract={contract} lines={lines} kind={open.kind} onClose={close} />
      )}
      {open?.kind === "amend" && <AmendDialog contract={contract} line={open.line} onClose={close} />}
      {open?.kind === "end" && <EndLineDialog line={open.line} onClose={close} />}
    </Card>
  );
}

/** A line that has ended is past: it cannot be amended any more. */
function isAmendable(line: Subscription): boolean {
  return line.endsOn === null || line.endsOn >= today().toString();
}

function columnsOf(currency: string, onChange: ((open: Open) => void) | null): GridColumn<Subscription>[] {
  const now = today().toString();
  return [
    { id: "name", type: "text", title: "Product", width: 112, value: (line) => lineName(line) },
    {
      id: "state",
      type: "text",
      title: "State",
      width: 75,
      value: (line) =>
        (line.startsOn ?? now) > now ? "to come" : carriesArrOn(line, now) ? "active" : "ended",
    },
    ...(onChange ? [changeColumn(onChange)] : []),
    { id: "startsOn", type: "date", title: "From", width: 105 },
    { id: "endsOn", type: "date", title: "Through", width: 105, missing: "Runs until somebody ends it" },
    {
      id: "arr",
      type: "money",
      title: "ARR",
      currency: (line) => line.currency ?? currency,
      width: 95,
      value: (line) => (line.trial || line.kind === "one-off" ? null : line.arr),
      missing: "A trial or a one-off fee carries none",
    },
    {
      id: "kind",
      type: "text",
      title: "Kind",
      width: 105,
      value: (line) => (line.trial ? "Trial" : kindLabel(line.kind)),
    },
    { id: "quantity", type: "number", title: "Quantity", digits: 2, width: 80 },
    {
      id: "unitPrice",
      type: "number",
      title: "Unit price",
      digits: 2,
      width: 85,
      missing: "Its revenue is stated, not priced",
    },
    {
      id: "billed",
      type: "text",
      title: "Billed",
      width: 95,
      value: (line) =>
        line.unitPrice === null || line.billingIntervalMonths === null
          ? null
          : line.kind === "one-off"
            ? "Once"
            : intervalLabel(line.billingIntervalMonths),
      missing: "Its revenue is stated, not priced",
    },
    { id: "discountPct", type: "number", title: "Discount, %", digits: 2, width: 95, missing: "None" },
    {
      id: "upliftPct",
      type: "number",
      title: "Uplift, %",
      digits: 2,
      width: 80,
      missing: "The contract's, if it has one",
    },
    { id: "plan", type: "text", title: "Plan", width: 100, missing: "Not named" },
    {
      id: "amendmentReason",
      type: "text",
      title: "Why amended",
      width: 180,
      missing: "Not an amendment, or nobody said",
    },
  ];
}

/** The ways to change a line that still runs. */
function changeColumn(onChange: (open: Open) => void): GridColumn<Subscription> {
  return {
    id: "change",
    type: "readonly",
    title: "Change",
    width: 148,
    sortable: false,
    value: () => null,
    render: (line) =>
      isAmendable(line) ? (
        <span className="flex gap-3">
          <button type="button" className={linkLook} onClick={() => onChange({ kind: "amend", line })}>
            Amend
          </button>
          <button type="button" className={linkLook} onClick={() => onChange({ kind: "end", line })}>
            End early
          </button>
        </span>
      ) : null,
  };
}

const linkLook = "rounded-small text-accent underline decoration-dotted underline-offset-2";

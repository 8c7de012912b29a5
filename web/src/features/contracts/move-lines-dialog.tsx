import {
  type Contract,
  contracts,
  moveContractLines,
  type Subscription,
  subscriptions,
} from "@perennial/contract";
import { useState } from "react";
import { call } from "../../api/client.ts";
import { usePages, useWrite } from "../../api/query.ts";
import { takeBack } from "../../api/take-back.ts";
import { Checkbox } from "../../ui/choice.tsx";
import { today } from "../../ui/clock.ts";
import { ComboField } from "../../ui/combo-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { useFieldError } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { formatDate, formatMoneyExact } from "../../ui/format.ts";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { contractName, lineName } from "./contract-arr.ts";

type Props = {
  contract: Contract;
  lines: readonly Subscription[];
  kind: "split" | "merge";
  onClose: () => void;
};

/** Moves lines to a new contract, or into another one of the account, from a date on. */
export function MoveLinesDialog({ contract, lines, kind, onClose }: Props) {
  const isSplit = kind === "split";
  const now = today().toString();
  const movable = lines.filter((line) => !line.trial && (line.endsOn === null || line.endsOn >= now));
  const [chosen, setChosen] = useState<readonly string[]>(isSplit ? [] : movable.map(({ id }) => id));
  const [effectiveOn, setEffectiveOn] = useState(now);
  const [name, setName] = useState(`${contractName(contract)}, part`);
  const [endsOn, setEndsOn] = useState(contract.expiresOn ?? "");
  const [toId, setToId] = useState<string | null>(null);
  const [isTogether, setTogether] = useState(true);
  const others = useOtherContracts(contract);
  const target = others.find(({ id }) => id === toId);
  const newEnd = isSplit ? endsOn || null : (target?.expiresOn ?? null);
  const write = useWrite(moveContractLines, {
    refreshes: [contracts.list, contracts.get, subscriptions.list],
    onSuccess: (moved) => {
      const title = isSplit ? `${name} has its lines now` : "The contracts are merged";
      toast({ title, undo: () => void moveBack(contract.id, effectiveOn, moved, isSplit) });
      onClose();
    },
  });
  const toggle = (id: string, isIn: boolean) =>
    setChosen(isIn ? [...chosen, id] : chosen.filter((one) => one !== id));
  const submit = () =>
    write.mutate({
      params: { id: contract.id },
      body: {
        effectiveOn,
        ...(isSplit
          ? { newContract: { name, endsOn: endsOn || null } }
          : { toContractId: toId ?? contract.id }),
        lines: chosen.map((id) => (isTogether ? { id, endsOn: newEnd } : { id })),
      },
    });
  return (
    <FormDialog
      title={isSplit ? "Split off lines" : "Merge into another contract"}
      description={
        isSplit
          ? "They go on under a contract of their own, with the same conditions and its own renewal. ARR stays what it is."
          : "The lines go on there and fall due with it. Nothing falls due on this contract once all have gone; its past stays. ARR stays what it is."
      }
      width="m"
      write={write}
      onSubmit={submit}
      onClose={onClose}
      submitLabel={isSplit ? "Split off" : "Merge"}
      disabled={chosen.length === 0 || (!isSplit && !target)}
    >
      {isSplit ? (
        <TextField path="newContract.name" label="Name of the new contract" value={name} onChange={setName} />
      ) : (
        <ComboField
          path="toContractId"
          label="Into"
          options={others.map((one) => ({
            value: one.id,
            label: `${contractName(one)}, ${one.expiresOn ? `to ${formatDate(one.expiresOn)}` : "open-ended"}`,
          }))}
          value={toId}
          onValueChange={setToId}
        />
      )}
      {!isSplit && others.length === 0 && (
        <p className="text-s text-ink-3">The account has no other signed contract that runs.</p>
      )}
      <LineChoice lines={movable} chosen={chosen} onToggle={toggle} />
      <div className="grid gap-3 sm:grid-cols-2">
        <DateField path="effectiveOn" label="From" value={effectiveOn} onChange={setEffectiveOn} />
        {isSplit && (
          <DateField
            path="newContract.endsOn"
            label="Last day of the new contract"
            optional
            value={endsOn}
            onChange={setEndsOn}
          />
        )}
      </div>
      <Checkbox
        checked={isTogether}
        onCheckedChange={setTogether}
        label={newEnd ? `The lines end with it, on ${formatDate(newEnd)}` : "The lines run on, as it does"}
        hint="Else each keeps its own last day"
      />
    </FormDialog>
  );
}

function LineChoice({
  lines,
  chosen,
  onToggle,
}: {
  lines: readonly Subscription[];
  chosen: readonly string[];
  onToggle: (id: string, isIn: boolean) => void;
}) {
  const error = useFieldError("lines");
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-s font-medium text-ink-2">Lines</legend>
      {lines.map((line) => (
        <Checkbox
          key={line.id}
          checked={chosen.includes(line.id)}
          onCheckedChange={(isIn) => onToggle(line.id, isIn)}
          label={`${lineName(line)}, ${formatMoneyExact(line.arr ?? "0", line.currency ?? undefined, true)}`}
          hint={line.endsOn ? `through ${formatDate(line.endsOn)}` : "until somebody ends it"}
        />
      ))}
      {lines.length === 0 && <p className="text-s text-ink-3">None of its lines runs any more.</p>}
      {error && <p className="text-s text-bad">{error}</p>}
    </fieldset>
  );
}

/** Signed contracts of the account that have not ended. */
function useOtherContracts(contract: Contract): Contract[] {
  const filter = JSON.stringify({ subject: "accountId", op: "is-any-of", value: [contract.accountId] });
  const { rows } = usePages(contracts.list, { query: { filter, sort: "-startsOn", limit: 200 } });
  const now = today().toString();
  return rows.filter(
    (one) =>
      one.id !== contract.id &&
      !one.isImplied &&
      one.mergedIntoId === null &&
      (one.expiresOn === null || one.expiresOn >= now),
  );
}

type Moved = { contractId: string; lines: { id: string; formerEndsOn: string | null }[] };

/** The lines go back to where they were cut off; a contract made for them goes. */
const moveBack = (fromId: string, effectiveOn: string, moved: Moved, isNew: boolean) =>
  takeBack("The lines are back where they were", async () => {
    await call(moveContractLines, {
      params: { id: moved.contractId },
      body: {
        toContractId: fromId,
        effectiveOn,
        lines: moved.lines.map(({ id, formerEndsOn }) => ({ id, endsOn: formerEndsOn })),
      },
    });
    if (isNew) await call(contracts.archive, { params: { id: moved.contractId } });
  });

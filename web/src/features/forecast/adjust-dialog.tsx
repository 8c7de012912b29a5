import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field, Form } from "../../ui/field.tsx";
import { formatMoneyExact, withSign } from "../../ui/format.ts";
import { sumDecimals } from "../../ui/grid/decimal.ts";
import { Input } from "../../ui/input.tsx";

/** An adjustment that waits for its reason; null says that it is given up. */
export type Adjusting = {
  rowId: string;
  label: string;
  amountArr: string;
  answer: (reason: string | null) => void;
};

/** Asks why a level is adjusted: without a reason nothing goes into the ledger. */
export function AdjustDialog({
  adjusting,
  standing,
  currency,
}: {
  adjusting: Adjusting;
  /** What the entries of the level come to now: others may add theirs meanwhile. */
  standing: string;
  currency: string;
}) {
  const { label, amountArr, answer } = adjusting;
  const [reason, setReason] = useState("");
  const told = (of: string) => withSign(formatMoneyExact(of, currency, true), of);
  const after = sumDecimals([standing, amountArr]);
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && answer(null)}
      title={`Adjust ${label} by ${told(amountArr)}`}
      description={`Together with what stands (${told(standing)}) the adjustment is then ${told(after)}. The entry stays in the ledger with your name. It can be taken back, never removed.`}
      width="s"
    >
      <Form
        onSubmit={() => reason.trim() && answer(reason.trim())}
        actions={
          <>
            <Button onClick={() => answer(null)}>Cancel</Button>
            <Button variant="primary" type="submit" disabled={reason.trim() === ""}>
              Add adjustment
            </Button>
          </>
        }
      >
        <Field label="Why?">
          {(control) => (
            <Input
              {...control}
              value={reason}
              maxLength={1000}
              placeholder="Budget cut announced at Northwind"
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </Form>
    </Dialog>
  );
}

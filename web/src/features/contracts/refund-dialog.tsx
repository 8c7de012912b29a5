import { type Contract, subscriptions } from "@perennial/contract";
import { useState } from "react";
import { call } from "../../api/client.ts";
import { useWrite } from "../../api/query.ts";
import { takeBack } from "../../api/take-back.ts";
import { today } from "../../ui/clock.ts";
import { DateField } from "../../ui/date-field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

type Props = { contract: Contract; currency: string; onClose: () => void };

/** A refund: a negative line for the span that it is given for. */
export function RefundDialog({ contract, currency, onClose }: Props) {
  const [product, setProduct] = useState("Refund");
  const [arr, setArr] = useState("");
  const [startsOn, setStartsOn] = useState(today().toString());
  const [endsOn, setEndsOn] = useState(contract.expiresOn ?? "");
  const [isMissing, setMissing] = useState(false);
  const write = useWrite(subscriptions.create, {
    refreshes: [subscriptions.list],
    onSuccess: ({ id }) => {
      toast({
        title: "Refund recorded",
        undo: () => void takeBack("The line is gone", () => call(subscriptions.archive, { params: { id } })),
      });
      onClose();
    },
  });
  const missing = { message: "", fields: [{ path: "arr", message: "Say what it comes to" }] };
  const submit = () => {
    const amount = arr.trim().replace("-", "");
    setMissing(amount === "");
    if (amount === "") return;
    write.mutate({
      body: {
        account: contract.accountId,
        contractId: contract.id,
        kind: "recurring",
        product: product.trim() || "Refund",
        currency,
        arr: `-${amount}`,
        startsOn,
        ...(endsOn === "" ? {} : { endsOn }),
      },
    });
  };
  return (
    <FormDialog
      title="Record a refund"
      description="A negative line for the span it is given for: ARR is lower by it meanwhile, and the past stays as it was."
      width="m"
      write={isMissing ? { error: missing, isPending: false } : write}
      onSubmit={submit}
      onClose={onClose}
      submitLabel="Record refund"
    >
      <TextField path="product" label="What for" value={product} onChange={setProduct} />
      <TextField
        path="arr"
        label="ARR"
        inputMode="decimal"
        hint={`A year's revenue that is given back, in ${currency}`}
        value={arr}
        onChange={setArr}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <DateField path="startsOn" label="From" value={startsOn} onChange={setStartsOn} />
        <DateField path="endsOn" label="Through" optional value={endsOn} onChange={setEndsOn} />
      </div>
    </FormDialog>
  );
}

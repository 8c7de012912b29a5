import { type Contract, subscriptions } from "@perennial/contract";
import { useState } from "react";
import { call } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { useWrite } from "../../api/query.ts";
import { takeBack } from "../../api/take-back.ts";
import { Checkbox } from "../../ui/choice.tsx";
import { today } from "../../ui/clock.ts";
import { DateField } from "../../ui/date-field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { filledIn, type LineText, noLineText, PriceFields } from "./line-fields.tsx";

type Props = { contract: Contract; kind: "line" | "refund"; onClose: () => void };

/** A further line of the contract, or a refund: a negative line for the span that it is given for. */
export function AddLineDialog({ contract, kind, onClose }: Props) {
  const company = useMe().data?.company.currency ?? "USD";
  const isRefund = kind === "refund";
  const [product, setProduct] = useState(isRefund ? "Refund" : "");
  const [startsOn, setStartsOn] = useState(today().toString());
  const [endsOn, setEndsOn] = useState(contract.expiresOn ?? "");
  const [isStated, setIsStated] = useState(isRefund);
  const [text, setText] = useState<LineText>(noLineText);
  const write = useWrite(subscriptions.create, {
    refreshes: [subscriptions.list],
    onSuccess: ({ id }) => {
      toast({
        title: isRefund ? "Refund recorded" : "Line added",
        undo: () => void takeBack("The line is gone", () => call(subscriptions.archive, { params: { id } })),
      });
      onClose();
    },
  });
  const [missing, setMissing] = useState<{ path: string; message: string } | null>(null);
  const submit = () => {
    const path = isStated ? "arr" : "unitPrice";
    const isPriced = text[path].trim() !== "";
    setMissing(isPriced ? null : { path, message: "Say what it comes to" });
    if (isPriced) write.mutate({ body: bodyOf() });
  };
  const bodyOf = () => {
    const { arr, plan, quantity, unitPrice, discountPct } = text;
    const price = isStated
      ? { arr: isRefund && arr !== "" ? `-${arr.replace("-", "")}` : arr }
      : { quantity, unitPrice, discountPct };
    return {
      account: contract.accountId,
      contractId: contract.id,
      kind: "recurring",
      currency: contract.currency ?? company,
      ...(isStated ? {} : { billingInterval: "year" }),
      ...filledIn({ product, plan, startsOn, endsOn, ...price }),
    };
  };
  return (
    <FormDialog
      title={isRefund ? "Record a refund" : "Add a line"}
      description={
        isRefund
          ? "A negative line for the span it is given for: ARR is lower by it meanwhile, and the past stays as it was."
          : "Beside what is sold already. It ends with the contract unless you say otherwise."
      }
      width="m"
      write={missing ? { error: { message: "", fields: [missing] }, isPending: false } : write}
      onSubmit={submit}
      onClose={onClose}
      submitLabel={isRefund ? "Record refund" : "Add line"}
    >
      <TextField
        path="product"
        label={isRefund ? "What for" : "Product"}
        value={product}
        onChange={setProduct}
      />
      {!isRefund && (
        <>
          <TextField
            path="plan"
            label="Plan"
            optional
            value={text.plan}
            onChange={(plan) => setText({ ...text, plan })}
          />
          <Checkbox
            checked={isStated}
            onCheckedChange={setIsStated}
            label="I know its ARR, not quantity and price"
          />
        </>
      )}
      <PriceFields text={text} isStated={isStated} onChange={(patch) => setText({ ...text, ...patch })} />
      <div className="grid gap-3 sm:grid-cols-2">
        <DateField path="startsOn" label="From" value={startsOn} onChange={setStartsOn} />
        <DateField path="endsOn" label="Through" optional value={endsOn} onChange={setEndsOn} />
      </div>
    </FormDialog>
  );
}

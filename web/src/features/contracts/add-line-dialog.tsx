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
import { LineFields } from "./line-fields.tsx";
import { fieldsOf, noTerms, problemsOf, refused } from "./line-terms.ts";
import { reachesOut } from "./reaches-out.ts";

type Props = { contract: Contract; currency: string; onClose: () => void };

/** A further line of the contract, of any kind. */
export function AddLineDialog({ contract, currency: usual, onClose }: Props) {
  const [product, setProduct] = useState("");
  const [currency, setCurrency] = useState(usual);
  const [startsOn, setStartsOn] = useState(firstDay(contract));
  const [endsOn, setEndsOn] = useState(contract.expiresOn ?? "");
  const [terms, setTerms] = useState(noTerms);
  const [isTried, setTried] = useState(false);
  const write = useWrite(subscriptions.create, {
    refreshes: [subscriptions.list],
    onSuccess: ({ id }) => {
      toast({
        title: "Line added",
        undo: () => void takeBack("The line is gone", () => call(subscriptions.archive, { params: { id } })),
      });
      onClose();
    },
  });
  const missing = product.trim() === "" ? [{ path: "product", message: "Say what is sold" }] : [];
  const problems = [...missing, ...problemsOf(terms)];
  const submit = () => {
    setTried(true);
    if (problems.length > 0) return;
    write.mutate({
      body: {
        account: contract.accountId,
        contractId: contract.id,
        product: product.trim(),
        currency,
        startsOn,
        ...(endsOn === "" ? {} : { endsOn }),
        ...fieldsOf(terms),
      },
    });
  };
  const outside = reachesOut(contract, startsOn, endsOn);
  return (
    <FormDialog
      title="Add a line"
      description="Beside what is sold already. It ends with the contract unless you say otherwise."
      width="m"
      write={isTried && problems.length > 0 ? refused(problems) : write}
      onSubmit={submit}
      onClose={onClose}
      submitLabel="Add line"
    >
      <div className="grid gap-3 sm:grid-cols-[2fr_1fr]">
        <TextField path="product" label="Product" value={product} onChange={setProduct} />
        <TextField
          path="currency"
          label="Currency"
          value={currency}
          onChange={(text) => setCurrency(text.toUpperCase().trim())}
        />
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <DateField path="startsOn" label="From" value={startsOn} onChange={setStartsOn} />
        <DateField
          path="endsOn"
          label="Through"
          optional
          value={endsOn}
          onChange={setEndsOn}
          {...(outside ? { hint: outside } : {})}
        />
      </div>
      <LineFields
        terms={terms}
        onChange={(patch) => setTerms({ ...terms, ...patch })}
        currency={currency}
        contractUplift={contract.upliftPct}
      />
    </FormDialog>
  );
}

/** Today while the contract runs, else its first day: a line of a contract to come begins with it. */
function firstDay(contract: Contract): string {
  const now = today().toString();
  const start = contract.termStartsOn ?? contract.startsOn ?? now;
  return start > now || (contract.expiresOn !== null && contract.expiresOn < now) ? start : now;
}

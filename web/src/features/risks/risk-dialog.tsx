import { type Account, risks, riskTierOptions } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useAccountOptions } from "../../api/account-options.ts";
import { useWrite } from "../../api/query.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Field, useFieldError } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useRootCauses } from "./risk-words.ts";

type Tier = (typeof riskTierOptions)[number]["value"];

/** Records a risk: what endangers the account, why, and how high it is to be taken. */
export function RiskDialog({ account, onClose }: { account?: Account; onClose: () => void }) {
  const navigate = useNavigate();
  const causes = useRootCauses();
  const chosen = useAccountOptions();
  const [summary, setSummary] = useState("");
  const [cause, setCause] = useState<string | null>(null);
  const [tier, setTier] = useState<Tier>("1");
  const create = useWrite(risks.create, {
    refreshes: [risks.list],
    onSuccess: ({ id }) => {
      onClose();
      void navigate({ to: `/risks/${id}` });
    },
  });
  const body = { account: account?.id ?? chosen.accountId ?? "", summary, rootCause: cause ?? "", tier };
  return (
    <FormDialog
      title={account ? `New risk at ${account.name}` : "New risk"}
      write={create}
      onSubmit={() => create.mutate({ body })}
      onClose={onClose}
      submitLabel="Record the risk"
    >
      {!account && <AccountField chosen={chosen} />}
      <TextField label="Summary" path="summary" value={summary} onChange={setSummary} />
      <CauseField causes={causes} value={cause} onChange={setCause} />
      <Field label="Tier">
        {(control) => <Select {...control} options={riskTierOptions} value={tier} onValueChange={setTier} />}
      </Field>
    </FormDialog>
  );
}

function AccountField({ chosen }: { chosen: ReturnType<typeof useAccountOptions> }) {
  const error = useFieldError("account");
  return (
    <Field label="Account" error={error}>
      {(control) => (
        <Combobox
          {...control}
          label="Account"
          options={chosen.options}
          onSearch={chosen.onSearch}
          value={chosen.accountId}
          onValueChange={chosen.choose}
          className="w-full"
        />
      )}
    </Field>
  );
}

function CauseField(props: {
  causes: ReturnType<typeof useRootCauses>;
  value: string | null;
  onChange: (slug: string | null) => void;
}) {
  const error = useFieldError("rootCause");
  return (
    <Field label="Root cause" error={error}>
      {(control) => (
        <Combobox
          {...control}
          label="Root cause"
          options={[...props.causes]}
          value={props.value}
          onValueChange={props.onChange}
          className="w-full"
        />
      )}
    </Field>
  );
}

import { type Account, listRiskTiers, risks, riskTierOptions } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { AccountField } from "../../api/account-field.tsx";
import { useAccountOptions } from "../../api/account-options.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { useRootCauses } from "../../api/root-causes.ts";
import { ComboField } from "../../ui/combo-field.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { NoteFields, useNoteFields } from "./note-fields.tsx";

type Tier = (typeof riskTierOptions)[number]["value"];

/** Records a risk: what endangers the account, why, how high it is to be taken, and the note that its tier asks for. */
export function RiskDialog({ account, onClose }: { account?: Account; onClose: () => void }) {
  const navigate = useNavigate();
  const causes = useRootCauses();
  const chosen = useAccountOptions();
  const [summary, setSummary] = useState("");
  const [cause, setCause] = useState<string | null>(null);
  const [tier, setTier] = useState<Tier>("1");
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const tiers = useCall(listRiskTiers, {}).data?.items ?? [];
  const asked = tiers.find((each) => String(each.tier) === tier)?.noteTemplate ?? null;
  const fields = useNoteFields({ slug: asked });
  const create = useWrite(risks.create, {
    refreshes: [risks.list],
    onSuccess: ({ id }) => {
      onClose();
      void navigate({ to: `/risks/${id}` });
    },
  });
  const body = {
    account: account?.id ?? chosen.accountId ?? "",
    summary,
    rootCause: cause ?? "",
    tier,
    ...(fields.length > 0 ? { note: { fields: answers } } : {}),
  };
  return (
    <FormDialog
      title={account ? `New risk at ${account.name}` : "New risk"}
      write={create}
      onSubmit={() => create.mutate({ body })}
      onClose={onClose}
      submitLabel="Record the risk"
    >
      {!account && <AccountField chosen={chosen} />}
      <TextField label="Summary" path="summary" mentions value={summary} onChange={setSummary} />
      <ComboField
        path="rootCause"
        label="Root cause"
        options={[...causes]}
        value={cause}
        onValueChange={setCause}
      />
      <Field label="Tier">
        {(control) => <Select {...control} options={riskTierOptions} value={tier} onValueChange={setTier} />}
      </Field>
      <NoteFields fields={fields} answers={answers} onChange={setAnswers} />
    </FormDialog>
  );
}

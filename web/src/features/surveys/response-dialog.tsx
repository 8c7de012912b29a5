import { accountTimeline, getSurveyReport, surveyResponses, surveyScales } from "@perennial/contract";
import { useState } from "react";
import { AccountField } from "../../api/account-field.tsx";
import { useAccountOptions } from "../../api/account-options.ts";
import { useContactsOfAccount } from "../../api/contacts-of-account.ts";
import { useWrite } from "../../api/query.ts";
import { now } from "../../ui/clock.ts";
import { ComboField } from "../../ui/combo-field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { InstantField } from "../../ui/instant-field.tsx";
import { TextAreaField } from "../../ui/text-area-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

/** Notes what a contact answered elsewhere: in a call, on paper. */
export function ResponseDialog({ onClose }: { onClose: () => void }) {
  const account = useAccountOptions();
  const [survey, setSurvey] = useState("nps");
  const [score, setScore] = useState("");
  const [contactId, setContactId] = useState<string | null>(null);
  const [comment, setComment] = useState("");
  const [at, setAt] = useState(() => now().toString());
  const accountId = account.accountId ?? "";
  const people = useContactsOfAccount(accountId);
  const create = useWrite(surveyResponses.create, {
    refreshes: [surveyResponses.list, getSurveyReport, accountTimeline],
    onSuccess: () => {
      toast({ title: "Response noted" });
      onClose();
    },
  });
  const scale = surveyScales[survey as keyof typeof surveyScales];
  return (
    <FormDialog
      title="New survey response"
      write={create}
      onSubmit={() =>
        create.mutate({
          body: { account: accountId, survey, score, at, contactId, ...(comment ? { comment } : {}) },
        })
      }
      onClose={onClose}
      submitLabel="Note the response"
      disabled={score.trim() === "" || at === ""}
    >
      <AccountField chosen={account} />
      <ComboField
        label="Contact"
        path="contactId"
        placeholder="Nobody named"
        options={people.map(({ id, name, email }) => ({ value: id, label: name ?? email ?? id }))}
        value={contactId}
        onValueChange={setContactId}
      />
      <TextField
        label="Survey"
        path="survey"
        value={survey}
        onChange={setSurvey}
        hint="nps, csat, ces, or the slug of one of your own"
      />
      <TextField
        label="Score"
        path="score"
        inputMode="decimal"
        value={score}
        onChange={setScore}
        {...(scale ? { hint: `${scale.label}: ${scale.from} to ${scale.to}` } : {})}
      />
      <TextAreaField label="Comment" path="comment" rows={3} value={comment} onChange={setComment} />
      <InstantField label="Answered" path="at" value={at} onChange={setAt} />
    </FormDialog>
  );
}

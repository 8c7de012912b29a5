import {
  contacts,
  influences,
  listStakeholders,
  type Stakeholder,
  stakeholderRoles,
  standings,
  updateStakeholder,
} from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { ComboField } from "../../ui/combo-field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { toast } from "../../ui/toast.tsx";

type Said = Pick<Stakeholder, "role" | "influence" | "sentiment" | "reportsToId">;
type StakeholderRole = (typeof stakeholderRoles)[number]["value"];
type DialogProps = {
  accountId: string;
  person: Stakeholder;
  people: readonly Stakeholder[];
  onClose: () => void;
};

const called = (person: Stakeholder) => person.name ?? person.email ?? "Contact";
const refreshes = [listStakeholders, contacts.get, contacts.list];

/** The part a person plays at the account: role, weight, how they stand to us, to whom they report. */
export function StakeholderDialog({ accountId, person, people, onClose }: DialogProps) {
  const [said, setSaid] = useState<Said>(person);
  const write = useWrite(updateStakeholder, { refreshes });
  const set = <Key extends keyof Said>(key: Key) => ({
    value: said[key],
    onValueChange: (value: string | null) => setSaid({ ...said, [key]: value }),
    clearable: true,
  });
  const save = ({ role, influence, sentiment, reportsToId }: Said) =>
    write.mutateAsync({
      params: { id: accountId, contactId: person.contactId },
      body: { role: role as StakeholderRole | null, influence, sentiment, reportsToId },
    });
  const submit = async () => {
    await save(said);
    onClose();
    toast({
      title: `Part of ${called(person)} changed`,
      undo: () => void save(person).catch((error) => toast({ title: error.message, tone: "bad" })),
    });
  };
  const above = people
    .filter((each) => each.contactId !== person.contactId)
    .map((each) => ({ value: each.contactId, label: called(each) }));
  return (
    <FormDialog
      title={`${called(person)}’s part`}
      write={write}
      // What was refused stands in the form.
      onSubmit={() => void submit().catch(() => undefined)}
      onClose={onClose}
      submitLabel="Save"
    >
      <ComboField
        label="Role"
        path="role"
        placeholder="No role"
        options={stakeholderRoles}
        {...set("role")}
      />
      <ComboField
        label="Influence"
        path="influence"
        placeholder="Not known"
        options={influences}
        {...set("influence")}
      />
      <ComboField
        label="How they stand to us"
        path="sentiment"
        placeholder="Not known"
        options={standings}
        {...set("sentiment")}
      />
      <ComboField
        label="Reports to"
        path="reportsToId"
        placeholder="Nobody known"
        options={above}
        {...set("reportsToId")}
      />
    </FormDialog>
  );
}

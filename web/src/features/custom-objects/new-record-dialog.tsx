import type { CustomObject } from "@perennial/contract";
import { useState } from "react";
import { useAccountOptions } from "../../api/account-options.ts";
import { useWrite } from "../../api/query.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { endpointsOf } from "./endpoints-of.ts";

type NewRecordDialogProps = {
  object: CustomObject;
  /** Absent: chosen in the dialog. */
  account?: { id: string };
  onClose: () => void;
};

/** Makes a record of a custom object below an account; its traits are filled in afterwards, in place. */
export function NewRecordDialog({ object, account, onClose }: NewRecordDialogProps) {
  const { create, list } = endpointsOf(object.slug);
  const [name, setName] = useState("");
  const accounts = useAccountOptions();
  const accountId = account?.id ?? accounts.accountId;
  const write = useWrite(create, {
    refreshes: [list],
    onSuccess: () => {
      onClose();
      toast({ title: `“${name}” is added` });
    },
  });
  return (
    <FormDialog
      title={`New ${object.name.toLowerCase()}`}
      write={write}
      onSubmit={() => write.mutate({ body: { name, accountId } } as never)}
      onClose={onClose}
      submitLabel="Add"
      disabled={name.trim() === "" || accountId === null}
    >
      <TextField label="Name" path="name" value={name} onChange={setName} />
      {!account && (
        <Field label="Account">
          {(control) => (
            <Combobox
              {...control}
              label="Account"
              options={accounts.options}
              onSearch={accounts.onSearch}
              value={accounts.accountId}
              onValueChange={accounts.choose}
            />
          )}
        </Field>
      )}
    </FormDialog>
  );
}

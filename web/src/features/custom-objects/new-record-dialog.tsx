import type { CustomObject } from "@perennial/contract";
import { useState } from "react";
import { endpointsOf } from "../../api/custom-endpoints.ts";
import { useWrite } from "../../api/query.ts";
import { useRecordOptions } from "../../api/record-options.ts";
import { ComboField } from "../../ui/combo-field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { linkWords } from "./link-words.ts";

type NewRecordDialogProps = {
  object: CustomObject;
  /** What it belongs to. Absent: chosen in the dialog. */
  owner?: { id: string };
  onClose: () => void;
};

const labels = { account: "Account", contact: "Contact", organization: "Organization" } as const;

/** Makes a record of a custom object; its traits are filled in afterwards, in place. */
export function NewRecordDialog({ object, owner, onClose }: NewRecordDialogProps) {
  const { create, list } = endpointsOf(object.slug);
  const link = linkWords[object.linkedTo];
  const [name, setName] = useState("");
  const search = useRecordOptions(link.object);
  const ownerId = owner?.id ?? search.chosenId;
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
      onSubmit={() => ownerId !== null && write.mutate({ body: { name, ...link.bodyOf(ownerId) } } as never)}
      onClose={onClose}
      submitLabel="Add"
      disabled={name.trim() === "" || ownerId === null}
    >
      <TextField label="Name" path="name" value={name} onChange={setName} />
      {!owner && (
        <ComboField
          label={labels[link.object]}
          path={link.object}
          options={search.options}
          onSearch={search.onSearch}
          value={search.chosenId}
          onValueChange={search.choose}
        />
      )}
    </FormDialog>
  );
}

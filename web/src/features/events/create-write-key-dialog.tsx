import { createWriteKey, listWriteKeys } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { ShownOnceDialog } from "../../ui/shown-once-dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";

/** Makes a write key and shows it once, with the address that libraries ask for. */
export function CreateWriteKeyDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const create = useWrite(createWriteKey, { refreshes: [listWriteKeys] });
  if (create.data) {
    return (
      <ShownOnceDialog
        title={`Write key “${create.data.writeKey.name}”`}
        use="It can send events and nothing else."
        secret={create.data.key}
        onClose={onClose}
      >
        <CopyLine label="Host, as Segment's and RudderStack's libraries call it" text={location.origin} />
      </ShownOnceDialog>
    );
  }
  return (
    <FormDialog
      title="New write key"
      write={create}
      onSubmit={() => create.mutate({ body: { name } })}
      onClose={onClose}
      submitLabel="Make the key"
      disabled={name.trim() === ""}
    >
      <TextField
        label="Name"
        path="name"
        hint="What sends with it: our product, the warehouse …"
        value={name}
        onChange={setName}
      />
    </FormDialog>
  );
}

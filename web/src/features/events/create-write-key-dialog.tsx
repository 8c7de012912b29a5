import { createWriteKey, listWriteKeys } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/field.tsx";
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
  const hasFields = (create.error?.fields.length ?? 0) > 0;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} title="New write key" width="s">
      <Form
        fieldErrors={create.error?.fields}
        error={hasFields ? undefined : create.error?.message}
        onSubmit={() => create.mutate({ body: { name } })}
        actions={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" busy={create.isPending} disabled={name.trim() === ""}>
              Make the key
            </Button>
          </>
        }
      >
        <TextField
          label="Name"
          path="name"
          hint="What sends with it: our product, the warehouse …"
          value={name}
          onChange={setName}
        />
      </Form>
    </Dialog>
  );
}

import { useState } from "react";
import { slugOf } from "../../api/slug.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";

type GroupDialogProps = { name?: string; onDone: (name: string) => void; onClose: () => void };

/** Names a group of measures in the draft of a model. */
export function GroupDialog({ name: before, onDone, onClose }: GroupDialogProps) {
  const [name, setName] = useState(before ?? "");
  return (
    <FormDialog
      title={before === undefined ? "Add a group" : `Rename “${before}”`}
      write={{ error: null, isPending: false }}
      onSubmit={() => onDone(name.trim())}
      onClose={onClose}
      submitLabel={before === undefined ? "Add" : "Rename"}
      disabled={slugOf(name) === ""}
    >
      <TextField label="Name" path="name" maxLength={100} value={name} onChange={setName} />
    </FormDialog>
  );
}

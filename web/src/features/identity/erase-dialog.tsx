import { accounts, contacts, type Duplicate, eraseAccount, eraseContact } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { formatCount } from "../../ui/format.ts";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

const kinds = {
  contact: {
    endpoint: eraseContact,
    wanted: ({ name, email }: Erased) => email ?? name,
    description:
      "Fields, history, what they wrote, and their name, e-mail and phone wherever they stand are gone for good. Counts of events stay. This cannot be undone, and does not reach into backups.",
  },
  account: {
    endpoint: eraseAccount,
    wanted: ({ name }: Erased) => name,
    description:
      "Fields, conversations, notes, ids elsewhere, the people who belong to no other account, and its name and domains wherever they stand are gone for good. Contracts, renewals and counts stay, without a name. This cannot be undone, and does not reach into backups.",
  },
} as const;

type Erased = { id: string; name: string; email?: string | null };
type EraseDialogProps = { object: Duplicate["object"]; record: Erased; onClose: () => void };

/** Asks for the e-mail or name before the data of a person or customer is gone for good. */
export function EraseDialog({ object, record, onClose }: EraseDialogProps) {
  const [confirmation, setConfirmation] = useState("");
  const { endpoint, wanted, description } = kinds[object];
  const expected = wanted(record);
  const write = useWrite(endpoint, {
    refreshes: [accounts.get, accounts.list, contacts.get, contacts.list],
    onSuccess: ({ texts, kept }) => {
      toast({
        title: `Erased, and taken out of ${formatCount(texts, "text")}`,
        ...(kept.length > 0
          ? { detail: `Left in others' texts, where it may mean something else: ${kept.join(", ")}` }
          : {}),
      });
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Erase ${record.name}?`}
      description={description}
      write={write}
      onSubmit={() => write.mutate({ params: { id: record.id }, body: { confirmation } })}
      onClose={onClose}
      submitLabel="Erase for good"
      danger
      disabled={confirmation.trim().toLowerCase() !== expected.trim().toLowerCase()}
    >
      <TextField
        label={`Type ${expected} to confirm`}
        path="confirmation"
        value={confirmation}
        onChange={setConfirmation}
        autoComplete="off"
      />
    </FormDialog>
  );
}

import { contacts, eraseContact } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

type EraseDialogProps = { contact: { id: string; name: string; email: string | null }; onClose: () => void };

/** Asks for the e-mail before a person's data is gone for good. */
export function EraseDialog({ contact, onClose }: EraseDialogProps) {
  const [confirmation, setConfirmation] = useState("");
  const wanted = contact.email ?? contact.name;
  const write = useWrite(eraseContact, {
    refreshes: [contacts.get, contacts.list],
    onSuccess: ({ texts, kept }) => {
      toast({
        title: `Erased, and taken out of ${texts.toLocaleString("en")} texts`,
        ...(kept.length > 0 ? { detail: `Left in texts, as others have it too: ${kept.join(", ")}` } : {}),
      });
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Erase ${contact.name}?`}
      description="Fields, history, what they wrote, and their name, e-mail and phone wherever they stand are gone for good. Counts of events stay. This cannot be undone, and does not reach into backups."
      write={write}
      onSubmit={() => write.mutate({ params: { id: contact.id }, body: { confirmation } })}
      onClose={onClose}
      submitLabel="Erase for good"
      danger
      disabled={confirmation.trim().toLowerCase() !== wanted.trim().toLowerCase()}
    >
      <TextField
        label={`Type ${wanted} to confirm`}
        path="confirmation"
        value={confirmation}
        onChange={setConfirmation}
        autoComplete="off"
      />
    </FormDialog>
  );
}

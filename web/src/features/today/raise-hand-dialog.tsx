import { getToday, raiseHand } from "@perennial/contract";
import { useState } from "react";
import { AccountField } from "../../api/account-field.tsx";
import { useAccountOptions } from "../../api/account-options.ts";
import { useWrite } from "../../api/query.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextAreaField } from "../../ui/text-area-field.tsx";
import { toast } from "../../ui/toast.tsx";

type DialogProps = { account?: { id: string; name: string }; onClose: () => void };

/** Asks one's manager for help with an account: the one at hand, or one that is chosen. */
export function RaiseHandDialog({ account, onClose }: DialogProps) {
  const chosen = useAccountOptions();
  const [message, setMessage] = useState("");
  const raise = useWrite(raiseHand, {
    refreshes: [getToday],
    onSuccess: () => {
      onClose();
      toast({ title: "Your manager is told, and has a task due tomorrow" });
    },
  });
  const id = account?.id ?? chosen.accountId;
  return (
    <FormDialog
      title="Raise hand"
      description={
        account
          ? `Ask your manager for help with ${account.name}`
          : "Ask your manager for help with an account"
      }
      write={raise}
      onSubmit={() => id && raise.mutate({ params: { id }, body: { message } })}
      onClose={onClose}
      submitLabel="Ask for help"
      disabled={id === null || message.trim() === ""}
    >
      {!account && <AccountField chosen={chosen} />}
      <TextAreaField label="What is needed" path="message" value={message} onChange={setMessage} />
    </FormDialog>
  );
}

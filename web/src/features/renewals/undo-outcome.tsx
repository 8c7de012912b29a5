import { deleteRenewalOutcome, type Renewal, renewals } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { toast } from "../../ui/toast.tsx";

/** Takes a recorded outcome back; where later terms build upon it, it says so and leaves it. */
export function UndoOutcome({ renewal }: { renewal: Renewal }) {
  const [isAsked, setAsked] = useState(false);
  const write = useWrite(deleteRenewalOutcome, {
    refreshes: [renewals.get, renewals.list],
    onSuccess: () => toast({ title: `${renewal.accountName} is open again` }),
  });
  const undo = () =>
    write.mutate(
      { params: { id: renewal.id } },
      { onError: (error) => toast({ title: error.message, tone: "bad" }) },
    );
  return (
    <>
      <Button busy={write.isPending} onClick={() => setAsked(true)}>
        Undo outcome
      </Button>
      <ConfirmDialog
        open={isAsked}
        onOpenChange={setAsked}
        title={`Open the renewal of ${renewal.accountName} again?`}
        consequence={
          renewal.outcome === "renewed"
            ? "The lines of the next term and its renewal go, and what was ended runs on. ARR and the forecast follow."
            : "The lines that were ended run on as before, with their ARR. Its reason and root cause go."
        }
        confirmLabel="Undo outcome"
        onConfirm={undo}
      />
    </>
  );
}

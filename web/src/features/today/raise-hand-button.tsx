import type { Account } from "@perennial/contract";
import { Hand } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { Button } from "../../ui/button.tsx";
import { RaiseHandDialog } from "./raise-hand-dialog.tsx";

/** Asks for help with the account whose page this is. */
export function RaiseHandButton({ account }: { account: Account }) {
  const mayAsk = useMay("tasks.write");
  const [isUp, setUp] = useState(false);
  if (!mayAsk) return null;
  return (
    <>
      <Button icon={Hand} onClick={() => setUp(true)}>
        Raise hand
      </Button>
      {isUp && (
        <RaiseHandDialog
          account={{ id: account.id, name: account.name ?? "" }}
          onClose={() => setUp(false)}
        />
      )}
    </>
  );
}

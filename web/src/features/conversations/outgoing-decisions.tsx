import { conversations, outgoingMessages } from "@perennial/contract";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { toast } from "../../ui/toast.tsx";

type Decision = "resend" | "mark-sent" | "release" | "cancel";
type Choice = { decision: Decision; label: string; consequence: string; done: string };

const release: Choice = {
  decision: "release",
  label: "Release",
  consequence: "The message leaves now. It cannot be called back.",
  done: "Released: it is on its way",
};
const resend: Choice = {
  decision: "resend",
  label: "Send again",
  consequence:
    "It is sent once more under the same Message-ID. If the first one arrived after all, most mail programs show only one.",
  done: "It is sent again",
};
const markSent: Choice = {
  decision: "mark-sent",
  label: "It arrived",
  consequence: "It is recorded as sent; nothing is sent again.",
  done: "Recorded as sent",
};
const takeBack: Choice = {
  decision: "cancel",
  label: "Take back",
  consequence: "It is not sent. The text stays in the conversation, marked as taken back.",
  done: "Taken back: nothing is sent",
};

/** What a person may decide, by how the message stands. */
const choices: Readonly<Record<string, readonly Choice[]>> = {
  held: [release, takeBack],
  queued: [takeBack],
  "in-doubt": [resend, markSent],
  failed: [resend, takeBack],
};

/** The buttons by which a person decides about a message that waits for them; each says first what it will do. */
export function OutgoingDecisions({ message }: { message: { id: string; status: string; subject: string } }) {
  const mayWrite = useMay("conversations.write");
  const [asked, setAsked] = useState<Choice>();
  const decide = useWrite(outgoingMessages.decide, {
    refreshes: [outgoingMessages.list, conversations.list, conversations.get],
  });
  const offered = choices[message.status] ?? [];
  if (!mayWrite || offered.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {offered.map((choice) => (
        <Button key={choice.decision} busy={decide.isPending} onClick={() => setAsked(choice)}>
          {choice.label}
        </Button>
      ))}
      {decide.error && (
        <p role="alert" className="text-s text-bad">
          {decide.error.message}
        </p>
      )}
      {asked && (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => !isOpen && setAsked(undefined)}
          title={`${asked.label}: “${message.subject}”?`}
          consequence={asked.consequence}
          confirmLabel={asked.label}
          onConfirm={() =>
            decide.mutate(
              { params: { id: message.id }, body: { decision: asked.decision } },
              { onSuccess: () => toast({ title: asked.done }) },
            )
          }
        />
      )}
    </div>
  );
}

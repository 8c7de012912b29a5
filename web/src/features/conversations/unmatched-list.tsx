import { conversations, type UnmatchedMessage, unmatchedMessages } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useAccountOptions } from "../../api/account-options.ts";
import { useMay } from "../../api/me.ts";
import { usePages, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { RelativeTime } from "../../ui/values.tsx";

const refreshes = [unmatchedMessages.list, conversations.list];

/** Mail that matched neither a thread nor a contact: given to an account, or dismissed. */
export function UnmatchedList() {
  const list = usePages(unmatchedMessages.list, { query: { limit: 100 } });
  if (list.error) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton lines={6} />;
  if (list.rows.length === 0) {
    return (
      <EmptyState title="Nothing to sort">
        Mail from addresses that no contact has waits here until somebody says whose it is.
      </EmptyState>
    );
  }
  return (
    <>
      <ul aria-label="Mail from unknown senders" className="flex flex-col gap-3">
        {list.rows.map((message) => (
          <UnmatchedItem key={message.id} message={message} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button className="mt-3" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show older
        </Button>
      )}
    </>
  );
}

function UnmatchedItem({ message }: { message: UnmatchedMessage }) {
  return (
    <li className="rounded-card border border-line bg-surface px-4 py-3">
      <p className="flex flex-wrap items-center gap-2">
        <strong className="font-medium">{message.subject || "(no subject)"}</strong>
        {message.kind !== "message" && (
          <Badge>{message.kind === "bounce" ? "Delivery report" : "Automatic reply"}</Badge>
        )}
        <span className="text-s text-ink-3">
          <RelativeTime at={message.receivedAt} />
        </span>
      </p>
      <p className="text-s text-ink-2">
        {message.from.name && `${message.from.name} · `}
        {message.from.address || "no sender"} · {message.reason}
      </p>
      <p className="mt-1.5 line-clamp-4 max-w-[80ch] whitespace-pre-line break-words">{message.reply}</p>
      <Triage message={message} />
    </li>
  );
}

function Triage({ message }: { message: UnmatchedMessage }) {
  const mayWrite = useMay("conversations.write");
  const navigate = useNavigate();
  const { accountId, choose, options, onSearch } = useAccountOptions(message.from.address.split("@")[1]);
  const [createsContact, setCreatesContact] = useState(message.kind === "message");
  const [isDismissing, setDismissing] = useState(false);
  const assign = useWrite(unmatchedMessages.assign, {
    refreshes,
    onSuccess: ({ conversationId }) =>
      toast({
        title: "Given to the account as a conversation",
        action: { label: "Open", run: () => void navigate({ to: `/conversations/${conversationId}` }) },
      }),
  });
  const dismiss = useWrite(unmatchedMessages.dismiss, {
    refreshes,
    onSuccess: () => toast({ title: "Dismissed" }),
  });
  const problem = assign.error ?? dismiss.error;
  if (!mayWrite) return null;
  const params = { id: message.id };
  return (
    <div className="mt-2.5 flex flex-wrap items-center gap-x-3 gap-y-2">
      <Combobox
        label="Account"
        placeholder="Whose is it?"
        options={options}
        onSearch={onSearch}
        value={accountId}
        onValueChange={choose}
      />
      <Checkbox
        label="Add the sender as a contact"
        checked={createsContact}
        onCheckedChange={setCreatesContact}
      />
      <Button
        disabled={accountId === null}
        busy={assign.isPending}
        onClick={() => accountId && assign.mutate({ params, body: { accountId, createsContact } })}
      >
        Give to the account
      </Button>
      <Button variant="quiet" onClick={() => setDismissing(true)}>
        Dismiss…
      </Button>
      {problem && (
        <p role="alert" className="text-s text-bad">
          {problem.message}
        </p>
      )}
      <ConfirmDialog
        open={isDismissing}
        onOpenChange={setDismissing}
        title="Dismiss this message?"
        consequence={`One message from ${message.from.address || "an unknown sender"} is set aside for good. Nobody is told.`}
        confirmLabel="Dismiss"
        danger
        onConfirm={() => dismiss.mutate({ params })}
      />
    </div>
  );
}

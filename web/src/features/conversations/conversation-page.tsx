import { type Conversation, conversations, type Message, teammates } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { formatCount } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { usePast } from "../../ui/past.ts";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { MessageCard } from "./message-card.tsx";
import { conversationStandings, standingOf } from "./message-words.ts";
import { ReplyBox } from "./reply-box.tsx";

const refreshes = [conversations.list, conversations.get];
const crumbs = [{ label: "Conversations", href: "/conversations" }];

/** One thread: every message with how it stands, and the reply. */
export function ConversationPage({ params }: { params: { id: string } }) {
  const mayRead = useMay("conversations.read");
  const thread = useCall(
    conversations.get,
    { params },
    { live: ["message", "outgoing-message"], enabled: mayRead },
  );
  if (mayRead && thread.data) return <Thread thread={thread.data} />;
  return (
    <>
      <PageHeader title="Conversation" crumbs={crumbs} />
      {!mayRead && <NoPermissionState what="conversations" />}
      {mayRead && thread.error && <ErrorState error={thread.error} onRetry={() => thread.refetch()} />}
      {mayRead && !thread.error && <Skeleton lines={8} />}
    </>
  );
}

function Thread({ thread }: { thread: Conversation & { messages: Message[] } }) {
  const mayWrite = useMay("conversations.write");
  const standing = conversationStandings.find((one) => one.value === standingOf(thread));
  const isPast = usePast().asOf !== undefined;
  const participants = thread.participants.map(({ name, address }) =>
    name ? `${name} (${address})` : address,
  );
  return (
    <>
      <PageHeader
        title={thread.subject || "(no subject)"}
        crumbs={[...crumbs, { label: thread.accountName, href: `/accounts/${thread.accountId}` }]}
        beside={standing && <Badge tone={standing.tone}>{standing.label}</Badge>}
        actions={mayWrite && <ThreadActions thread={thread} />}
      />
      <p className="mb-3 text-m text-ink-2">
        {formatCount(thread.messageCount, "message")} with {participants.join(", ") || "nobody yet"} ·{" "}
        <Link to={`/accounts/${thread.accountId}`} className="rounded-small text-accent underline">
          {thread.accountName}
        </Link>
        {isPast && <OwnerThen thread={thread} />}
      </p>
      <div className="flex max-w-4xl flex-col gap-3">
        <ol aria-label="Messages" className="flex flex-col gap-3">
          {thread.messages.map((message) => (
            <li key={message.id}>
              <MessageCard message={message} />
            </li>
          ))}
        </ol>
        {mayWrite && <ReplyBox conversation={thread} />}
      </div>
    </>
  );
}

/** Whose it was on an earlier day, where nobody is to be chosen. */
function OwnerThen({ thread }: { thread: Conversation }) {
  const people = useCall(teammates.list, { query: { limit: 1000, sort: "name" } });
  const owner = people.data?.items.find(({ id }) => id === thread.ownerId)?.name;
  return <> · {owner ? `owned by ${owner}` : "nobody owned it"}</>;
}

function ThreadActions({ thread }: { thread: Conversation }) {
  const people = useCall(teammates.list, { query: { limit: 1000, sort: "name" } });
  const update = useWrite(conversations.update, { refreshes });
  const params = { id: thread.id };
  const turn = (status: "open" | "closed") =>
    update.mutate(
      { params, body: { status } },
      {
        onSuccess: () =>
          toast({
            title: status === "closed" ? "Conversation closed" : "Conversation opened again",
            undo: () => update.mutate({ params, body: { status: status === "closed" ? "open" : "closed" } }),
          }),
        onError: (error) => toast({ title: error.message, tone: "bad" }),
      },
    );
  return (
    <>
      <Select
        aria-label="Owner"
        placeholder="Nobody owns it"
        options={(people.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name ?? "" }))}
        value={thread.ownerId ?? ""}
        onValueChange={(ownerId: string) =>
          update.mutate({ params, body: { ownerId: ownerId === "" ? null : ownerId } })
        }
      />
      <Button busy={update.isPending} onClick={() => turn(thread.status === "open" ? "closed" : "open")}>
        {thread.status === "open" ? "Close" : "Open again"}
      </Button>
    </>
  );
}

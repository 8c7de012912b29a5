import { type Account, conversations } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useMay } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { RelativeTime } from "../../ui/values.tsx";
import { conversationStandings, standingOf } from "./message-words.ts";

type Whose = { accountId: string } | { contactId: string } | { organizationId: string };

/** Mail with the account: who is to write next, newest first. */
export function AccountConversationsCard({ account }: { account: Account }) {
  return <ConversationsCard whose={{ accountId: account.id }} empty="Write an e-mail in the timeline." />;
}

/** Conversations of an account, a contact or an organization, newest first. */
export function ConversationsCard({ whose, empty }: { whose: Whose; empty: string }) {
  const mayRead = useMay("conversations.read");
  const list = usePages(
    conversations.list,
    { query: { ...whose, limit: 6 } },
    { live: ["message", "outgoing-message"], enabled: mayRead },
  );
  if (!mayRead) return null;
  return (
    <Card title="Conversations">
      {list.error && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton lines={3} />}
      {!list.isPending && !list.error && list.rows.length === 0 && (
        <EmptyState compact title="No conversation yet">
          {empty}
        </EmptyState>
      )}
      <ul aria-label="Conversations">
        {list.rows.map((conversation) => {
          const standing = conversationStandings.find((one) => one.value === standingOf(conversation));
          return (
            <li
              key={conversation.id}
              className="border-b border-line py-2 first:pt-0 last:border-0 last:pb-0"
            >
              <p className="flex items-center justify-between gap-2">
                <Link
                  to={`/conversations/${conversation.id}`}
                  className="min-w-0 truncate rounded-small font-medium hover:underline"
                >
                  {conversation.subject || "(no subject)"}
                </Link>
                {standing && <Badge tone={standing.tone}>{standing.label}</Badge>}
              </p>
              <p className="truncate text-s text-ink-2">
                <RelativeTime at={conversation.lastMessageAt} /> · {conversation.lastReply}
              </p>
            </li>
          );
        })}
      </ul>
      {list.hasNextPage && (
        <Button className="mt-2" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show older
        </Button>
      )}
    </Card>
  );
}

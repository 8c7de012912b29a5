import { outgoingMessages } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { z } from "zod";
import { useCall, usePages } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Badge, Chip } from "../../ui/chip.tsx";
import { formatCount } from "../../ui/format.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { RelativeTime } from "../../ui/values.tsx";
import { messageStatusWords } from "./message-words.ts";
import { OutgoingDecisions } from "./outgoing-decisions.tsx";

const waitingState = z.object({
  waiting: z.enum(["in-doubt", "held", "failed", "queued"]).optional().catch(undefined),
});
const shown = [
  { status: "in-doubt", empty: "No message is in doubt" },
  { status: "held", empty: "No message is held for review" },
  { status: "failed", empty: "No message failed" },
  { status: "queued", empty: "No message is queued" },
] as const;
const live = { live: ["message", "conversation"] };

/** Messages of ours that have not surely left: each with its reason and what a person can decide. */
export function OutgoingList() {
  const [state, change] = useUrlState(waitingState);
  const counts = useCall(outgoingMessages.list, { query: { limit: 1 } }, live).data?.counts ?? {};
  const first = shown.find(({ status }) => (counts[status] ?? 0) > 0)?.status ?? "in-doubt";
  const status = state.waiting ?? first;
  const list = usePages(outgoingMessages.list, { query: { status, limit: 50 } }, live);
  return (
    <>
      <div className="mb-3 flex flex-wrap gap-1.5">
        {shown.map((one) => (
          <Chip
            key={one.status}
            pressed={status === one.status}
            onClick={() => change({ waiting: one.status })}
          >
            {messageStatusWords[one.status].label} {counts[one.status] ?? 0}
          </Chip>
        ))}
      </div>
      {list.error && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton lines={6} />}
      {!list.isPending && !list.error && list.rows.length === 0 && (
        <EmptyState title={shown.find((one) => one.status === status)?.empty ?? ""}>
          What cannot be sent, or must be looked at first, waits here and is never dropped.
        </EmptyState>
      )}
      {list.rows.length > 0 && (
        <ul aria-label="Messages" className="rounded-card border border-line bg-surface">
          {list.rows.map((message) => (
            <li
              key={message.id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-0"
            >
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-2">
                  {message.conversationId ? (
                    <Link
                      to={`/conversations/${message.conversationId}`}
                      className="rounded-small font-medium hover:underline"
                    >
                      {message.subject}
                    </Link>
                  ) : (
                    <span className="font-medium">{message.subject}</span>
                  )}
                  <Badge tone={messageStatusWords[message.status].tone}>
                    {messageStatusWords[message.status].label}
                  </Badge>
                </p>
                <p className="text-s text-ink-2">
                  From {message.from} to {message.to.join(", ")} · written{" "}
                  <RelativeTime at={message.queuedAt} />
                  {message.attempts > 0 && ` · ${formatCount(message.attempts, "try", "tries")}`}
                </p>
                {message.reason && <p className="text-s text-ink-2">{message.reason}</p>}
              </div>
              <OutgoingDecisions message={message} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button className="mt-2" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show older
        </Button>
      )}
    </>
  );
}

import {
  listNotifications,
  type Notification,
  readAllNotifications,
  readNotification,
} from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { CheckCheck, Settings } from "lucide-react";
import { z } from "zod";
import { usePages, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { cx } from "../../ui/class-names.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { placeOf, useUrlState } from "../../ui/url-state.ts";
import { RelativeTime } from "../../ui/values.tsx";

const inboxState = z.object({ unread: z.enum(["true", "false"]).default("false").catch("false") });
const refreshes = [listNotifications];

/** What one was told, newest first; it fills while one looks. */
export function InboxPage() {
  const [state, change] = useUrlState(inboxState);
  const list = usePages(listNotifications, { query: { unread: state.unread } });
  const readAll = useWrite(readAllNotifications, { refreshes });
  const unread = list.data?.pages[0]?.items.some((item) => item.readAt === null) ?? false;
  return (
    <>
      <PageHeader
        title="Inbox"
        actions={
          <>
            <Link
              to="/settings/notifications"
              className="inline-flex items-center gap-1 rounded-control px-2 text-m text-ink-2 hover:text-ink"
            >
              <Settings size={14} aria-hidden /> What goes where
            </Link>
            <Button icon={CheckCheck} disabled={!unread} onClick={() => readAll.mutate({})}>
              Mark all as read
            </Button>
          </>
        }
      />
      <div className="mb-3">
        <Chip
          data-filter
          pressed={state.unread === "true"}
          onClick={() => change({ unread: state.unread === "true" ? "false" : "true" })}
        >
          Unread only
        </Chip>
      </div>
      {list.error && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton lines={6} />}
      {!list.isPending && !list.error && list.rows.length === 0 && (
        <EmptyState title={state.unread === "true" ? "Everything is read" : "Nothing yet"}>
          Mentions, indicators of your accounts and what is given to you come here.
        </EmptyState>
      )}
      {list.rows.length > 0 && (
        <ol aria-label="Notifications" className="overflow-hidden rounded-card border border-line bg-surface">
          {list.rows.map((item) => (
            <InboxRow key={item.id} item={item} />
          ))}
        </ol>
      )}
      {list.hasNextPage && (
        <Button className="mt-2" onClick={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>
          Show older
        </Button>
      )}
    </>
  );
}

function InboxRow({ item }: { item: Notification }) {
  const read = useWrite(readNotification, { refreshes });
  const isUnread = item.readAt === null;
  const mark = () => isUnread && read.mutate({ params: { id: item.id } });
  return (
    <li className="flex items-start gap-3 border-b border-line px-3 py-2.5 last:border-0">
      <span
        className={cx("mt-1.5 size-2 shrink-0 rounded-full", isUnread ? "bg-accent" : "bg-transparent")}
        aria-hidden
      />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap justify-between gap-x-3">
          <Link
            {...placeOf(item.href)}
            onClick={mark}
            className={cx("rounded-small hover:underline", isUnread && "font-[550]")}
          >
            {isUnread && <span className="sr-only">Unread: </span>}
            {item.title}
          </Link>
          <span className="text-s text-ink-3">
            <RelativeTime at={item.at} />
          </span>
        </p>
        {item.body && <p className="text-s whitespace-pre-line text-ink-2">{item.body}</p>}
      </div>
      {isUnread && (
        <Button variant="quiet" aria-label={`Mark as read: ${item.title}`} onClick={mark}>
          Read
        </Button>
      )}
    </li>
  );
}

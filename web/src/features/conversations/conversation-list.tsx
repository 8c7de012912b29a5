import { type Conversation, conversations, teammates } from "@perennial/contract";
import { useMemo } from "react";
import { z } from "zod";
import { useMe } from "../../api/me.ts";
import { useCall, usePages } from "../../api/query.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import type { Option } from "../../ui/option-list.tsx";
import { usePast } from "../../ui/past.ts";
import { Select } from "../../ui/select.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { RelativeTime } from "../../ui/values.tsx";
import { conversationStandings, standingOf } from "./message-words.ts";

const listState = z.object({
  status: z.enum(["open", "closed", "all"]).default("open").catch("open"),
  awaits: z.enum(["us", "them", "all"]).default("all").catch("all"),
  owner: z.enum(["all", "me"]).default("all").catch("all"),
});

/** The inbox: every conversation, the newest message first. */
export function ConversationList() {
  const [state, change] = useUrlState(listState);
  const me = useMe();
  const myId = me.data?.teammate?.id;
  const people = useCall(teammates.list, { query: { limit: 1000, sort: "name" } });
  const query = {
    limit: 100,
    ...(state.status === "all" ? {} : { status: state.status }),
    ...(state.awaits === "all" ? {} : { awaits: state.awaits }),
    ...(state.owner === "me" && myId ? { ownerId: myId } : {}),
  };
  const list = usePages(conversations.list, { query }, { live: ["message", "outgoing-message"] });
  const columns = useMemo(
    () => columnsOf((people.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name ?? "" }))),
    [people.data],
  );
  const isPast = usePast().asOf !== undefined;
  const isNarrowed = state.status !== "all" || state.awaits !== "all" || state.owner !== "all";
  return (
    <>
      <div className="mb-3 flex flex-wrap gap-2">
        <Select
          data-filter
          aria-label="Status"
          options={[
            { value: "open", label: "Open" },
            { value: "closed", label: "Closed" },
            { value: "all", label: "Open and closed" },
          ]}
          value={state.status}
          onValueChange={(status) => change({ status })}
        />
        <Select
          aria-label="Who writes next"
          options={[
            { value: "all", label: "Awaits anybody" },
            { value: "us", label: "Awaits us" },
            { value: "them", label: "Awaits them" },
          ]}
          value={state.awaits}
          onValueChange={(awaits) => change({ awaits })}
        />
        <Select
          aria-label="Owner"
          options={[
            { value: "all", label: "Owner anybody" },
            { value: "me", label: "Owner me" },
          ]}
          value={state.owner}
          onValueChange={(owner) => change({ owner })}
        />
      </div>
      {list.error ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} />
      ) : (
        <DataGrid<Conversation>
          label="Conversations"
          columns={columns}
          rows={list.rows}
          rowId={(conversation) => conversation.id}
          sorting="server"
          isLoading={list.isPending}
          isLoadingMore={list.isFetchingNextPage}
          onEndReached={() => list.hasNextPage && void list.fetchNextPage()}
          empty={
            <EmptyState isOfAnyDay title={isNarrowed ? "No conversation fits" : "No conversation yet"}>
              {isNarrowed
                ? "Show open and closed ones, or take a filter away."
                : isPast
                  ? "None had begun by the end of that day."
                  : "Open an account and write an e-mail in its timeline; answers arrive here."}
            </EmptyState>
          }
        />
      )}
    </>
  );
}

function columnsOf(people: readonly Option[]): GridColumn<Conversation>[] {
  const fixed = { sortable: false } as const;
  return [
    {
      ...fixed,
      id: "subject",
      type: "text",
      title: "Subject",
      width: 230,
      value: (conversation) => conversation.subject || "(no subject)",
      href: (conversation) => `/conversations/${conversation.id}`,
    },
    {
      ...fixed,
      id: "accountName",
      type: "text",
      title: "Account",
      width: 140,
      href: (conversation) => `/accounts/${conversation.accountId}`,
    },
    {
      ...fixed,
      id: "standing",
      type: "select",
      title: "Stands at",
      width: 145,
      options: conversationStandings,
      value: standingOf,
    },
    {
      ...fixed,
      id: "with",
      type: "readonly",
      title: "With",
      width: 130,
      value: (conversation) =>
        conversation.participants.map(({ name, address }) => name || address).join(", "),
    },
    { ...fixed, id: "lastReply", type: "longText", title: "Newest message", width: 215 },
    { ...fixed, id: "messageCount", type: "number", title: "Messages", digits: 0, width: 85 },
    {
      ...fixed,
      id: "ownerId",
      type: "teammate",
      title: "Owner",
      width: 130,
      options: people,
      missing: "Nobody owns it",
    },
    {
      ...fixed,
      id: "lastMessageAt",
      type: "readonly",
      title: "Last",
      width: 100,
      render: (conversation) => <RelativeTime at={conversation.lastMessageAt} />,
    },
  ];
}

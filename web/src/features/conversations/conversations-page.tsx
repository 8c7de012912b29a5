import { outgoingMessages, unmatchedMessages } from "@perennial/contract";
import { z } from "zod";
import { useMay } from "../../api/me.ts";
import { useCall, usePages } from "../../api/query.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { usePast } from "../../ui/past.ts";
import { StandingAside } from "../../ui/standing-aside.tsx";
import { NoPermissionState } from "../../ui/states.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { ConversationList } from "./conversation-list.tsx";
import { OutgoingList } from "./outgoing-list.tsx";
import { UnmatchedList } from "./unmatched-list.tsx";

const pageState = z.object({
  tab: z.enum(["inbox", "outgoing", "unmatched"]).default("inbox").catch("inbox"),
});

/** Mail with accounts: the inbox, what waits for a person before or after sending, and mail that matched nobody. */
export function ConversationsPage() {
  const mayRead = useMay("conversations.read");
  if (mayRead) return <Conversations />;
  return (
    <>
      <PageHeader title="Conversations" />
      <NoPermissionState what="conversations" />
    </>
  );
}

function Conversations() {
  const [{ tab }, change] = useUrlState(pageState);
  const outgoing = useCall(
    outgoingMessages.list,
    { query: { limit: 1 } },
    { live: ["message", "conversation"] },
  );
  const unmatched = usePages(unmatchedMessages.list, { query: { limit: 100 } });
  const isPast = usePast().asOf !== undefined;
  const waiting = ["in-doubt", "held", "failed", "queued"].reduce(
    (sum, status) => sum + (outgoing.data?.counts[status] ?? 0),
    0,
  );
  if (isPast) {
    return (
      <>
        <PageHeader title="Conversations" />
        <StandingAside names={["Not sent yet", "Unknown senders"]} />
        <ConversationList />
      </>
    );
  }
  return (
    <>
      <PageHeader title="Conversations" />
      {outgoing.data?.mailServer === "not-configured" && (
        <p className="mb-3 rounded-control bg-warn-soft px-3 py-2 text-warn">
          No mail server is set: messages stay queued until an operator sets SMTP_URL.
        </p>
      )}
      <Tabs
        label="Conversations"
        value={tab}
        onValueChange={(next) => change({ tab: next }, { push: true })}
        tabs={[
          { id: "inbox", title: "Inbox" },
          { id: "outgoing", title: "Not sent yet", count: waiting },
          { id: "unmatched", title: "Unknown senders", count: unmatched.rows.length },
        ]}
      >
        {tab === "inbox" && <ConversationList />}
        {tab === "outgoing" && <OutgoingList />}
        {tab === "unmatched" && <UnmatchedList />}
      </Tabs>
    </>
  );
}

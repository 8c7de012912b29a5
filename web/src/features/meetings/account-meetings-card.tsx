import { type Account, type Meeting, meetingKinds, meetingStatuses, meetings } from "@perennial/contract";
import { Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useMay } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { timeZone } from "../../ui/clock.ts";
import { formatInstant } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { usePast } from "../../ui/past.ts";
import { EmptyState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { MeetingDialog } from "./meeting-dialog.tsx";

const columns: GridColumn<Meeting>[] = [
  {
    id: "subject",
    type: "text",
    title: "Meeting",
    width: 180,
    value: (meeting) => meeting.subject ?? kindLabel(meeting.kind),
  },
  {
    id: "at",
    type: "readonly",
    title: "Begins",
    width: 140,
    render: (meeting) => (meeting.at ? formatInstant(meeting.at, timeZone()) : "–"),
  },
  { id: "status", type: "select", title: "Status", options: [...meetingStatuses], width: 100 },
  { id: "outcome", type: "text", title: "Outcome", width: 160, missing: "Nothing was noted" },
];

/** Which of them is open stands in the URL, so that lists and calendars can lead to it. */
const cardState = z.object({ meeting: z.uuid().optional().catch(undefined) });

/** The account's meetings: those ahead, and what came of those that were. */
export function AccountMeetingsCard({ account }: { account: Account }) {
  const filter = JSON.stringify({ subject: "accountId", op: "is-any-of", value: [account.id] });
  const mayRead = useMay("meetings.read");
  const mayWrite = useMay("meetings.write");
  const isPast = usePast().asOf !== undefined;
  const [isAdding, setIsAdding] = useState(false);
  const [state, change] = useUrlState(cardState);
  const list = usePages(
    meetings.list,
    { query: { filter, sort: "-at", limit: 100 } },
    { live: ["meeting"], enabled: mayRead },
  );
  if (!mayRead) return null;
  const canEdit = mayWrite && !isPast;
  const open = canEdit ? list.rows.find(({ id }) => id === state.meeting) : undefined;
  return (
    <Card
      title="Meetings"
      actions={
        canEdit && (
          <Button icon={Plus} onClick={() => setIsAdding(true)}>
            Meeting
          </Button>
        )
      }
    >
      <DataGrid
        label="Meetings"
        columns={columns}
        rows={list.rows}
        rowId={(meeting) => meeting.id}
        isLoading={list.isPending}
        {...(canEdit ? { onOpen: (meeting: Meeting) => change({ meeting: meeting.id }) } : {})}
        onEndReached={() => list.hasNextPage && void list.fetchNextPage()}
        height={240}
        empty={<EmptyState title="No meeting yet" />}
      />
      {isAdding && <MeetingDialog account={account} onClose={() => setIsAdding(false)} />}
      {open && (
        <MeetingDialog account={account} meeting={open} onClose={() => change({ meeting: undefined })} />
      )}
    </Card>
  );
}

function kindLabel(kind: string | null): string {
  return meetingKinds.find((each) => each.value === kind)?.label ?? "Meeting";
}

import {
  type Account,
  accountTimeline,
  notes,
  type TimelineItem,
  type TimelineKind,
} from "@perennial/contract";
import {
  Activity,
  CheckSquare,
  FileText,
  FolderKanban,
  Heart,
  LifeBuoy,
  type LucideIcon,
  Mail,
  Play,
  RefreshCw,
  Tag,
  User,
} from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { usePages, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { timeZone } from "../../ui/clock.ts";
import { formatInstant } from "../../ui/format.ts";
import { TextArea } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { RelativeTime } from "../../ui/values.tsx";

const icons: Partial<Record<TimelineKind, LucideIcon>> = {
  note: FileText,
  message: Mail,
  task: CheckSquare,
  project: FolderKanban,
  renewal: RefreshCw,
  segment: Tag,
  health: Heart,
  ticket: LifeBuoy,
  playbook: Play,
  contact: User,
};

const kindChoices = [
  { value: "note,message,meeting", label: "Notes and e-mail" },
  { value: "renewal", label: "Renewals" },
  { value: "task,project,playbook", label: "Work and playbooks" },
  { value: "segment,health,indicator,risk", label: "Segments and health" },
  { value: "ticket", label: "Tickets" },
] as const;

/** Everything that happened with the account, newest first, with a composer for notes. */
export function AccountTimelineCard({ account }: { account: Account }) {
  const [kinds, setKinds] = useState("");
  const canWrite = useMay("notes.write");
  const list = usePages(
    accountTimeline,
    { params: { id: account.id }, query: { limit: 30, ...(kinds ? { kinds } : {}) } },
    { live: ["account", "note", "conversation", "message", "task", "renewal", "ticket"] },
  );
  return (
    <Card
      title="Timeline"
      subtitle="Everything · newest first"
      actions={
        <Select
          aria-label="Kinds"
          placeholder="Everything"
          options={kindChoices}
          value={kinds as ""}
          onValueChange={setKinds}
        />
      }
    >
      {canWrite && <NoteComposer account={account} />}
      {list.error && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton lines={6} />}
      {!list.isPending && !list.error && list.rows.length === 0 && (
        <EmptyState title="Nothing happened yet" />
      )}
      <ol aria-label="Timeline" className="flex flex-col">
        {list.rows.map((item) => (
          <TimelineRow key={item.id} item={item} />
        ))}
      </ol>
      {list.hasNextPage && (
        <Button className="mt-2" onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
          Show older
        </Button>
      )}
    </Card>
  );
}

function TimelineRow({ item }: { item: TimelineItem }) {
  const Icon = icons[item.kind] ?? Activity;
  return (
    <li className="flex gap-2.5 border-b border-line py-2 last:border-0">
      <Icon size={14} aria-hidden className="mt-1 shrink-0 text-ink-3" />
      <div className="min-w-0 grow">
        <p className="flex justify-between gap-2">
          <span className="font-medium">{item.title}</span>
          <span className="shrink-0 text-s text-ink-3" title={formatInstant(item.at, timeZone())}>
            <RelativeTime at={item.at} />
          </span>
        </p>
        {item.text && <p className="line-clamp-3 whitespace-pre-line text-ink-2">{item.text}</p>}
        {item.actor && <p className="text-s text-ink-3">{item.actor}</p>}
      </div>
    </li>
  );
}

function NoteComposer({ account }: { account: Account }) {
  const [body, setBody] = useState("");
  const write = useWrite(notes.create, {
    refreshes: [accountTimeline],
    onSuccess: () => {
      setBody("");
      toast({ title: "Note saved" });
    },
  });
  return (
    <form
      className="mb-3 flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (body.trim() !== "") write.mutate({ body: { account: account.id, body } });
      }}
    >
      <TextArea
        aria-label="Write a note"
        placeholder="Write a note …"
        rows={2}
        value={body}
        onChange={(event) => setBody(event.target.value)}
      />
      {write.error && (
        <p role="alert" className="text-s text-bad">
          {write.error.message}
        </p>
      )}
      {body.trim() !== "" && (
        <span>
          <Button variant="primary" type="submit" disabled={write.isPending}>
            Save note
          </Button>
        </span>
      )}
    </form>
  );
}

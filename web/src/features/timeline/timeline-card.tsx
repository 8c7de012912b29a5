import {
  type Account,
  accountTimeline,
  type contactTimeline,
  type organizationTimeline,
  type TimelineItem,
  type TimelineKind,
} from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import {
  Activity,
  CalendarDays,
  CheckSquare,
  FileText,
  FolderKanban,
  Heart,
  LifeBuoy,
  type LucideIcon,
  Mail,
  MessageSquareQuote,
  Play,
  RefreshCw,
  Tag,
  User,
} from "lucide-react";
import { type ReactNode, useDeferredValue, useState } from "react";
import { usePages } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { timeZone } from "../../ui/clock.ts";
import { formatInstant } from "../../ui/format.ts";
import { Input } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { RelativeTime } from "../../ui/values.tsx";
import { type Composer, TimelineComposer } from "./timeline-composer.tsx";

const icons: Partial<Record<TimelineKind, LucideIcon>> = {
  note: FileText,
  message: Mail,
  meeting: CalendarDays,
  survey: MessageSquareQuote,
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
  { value: "note,message,meeting,survey", label: "Notes, e-mail, meetings" },
  { value: "renewal", label: "Renewals" },
  { value: "task,project,playbook", label: "Work and playbooks" },
  { value: "segment,health,indicator,risk", label: "Segments and health" },
  { value: "ticket", label: "Tickets" },
] as const;

type TimelineEndpoint = typeof accountTimeline | typeof organizationTimeline | typeof contactTimeline;
const live = [
  "account",
  "contact",
  "note",
  "conversation",
  "message",
  "task",
  "renewal",
  "ticket",
  "meeting",
  "survey_response",
];

/** Everything that happened with the account, newest first, with a composer for notes and what else the page brings. */
export function AccountTimelineCard({
  account,
  composers,
}: {
  account: Account;
  composers: readonly Composer[];
}) {
  return (
    <TimelineCard
      endpoint={accountTimeline}
      id={account.id}
      head={<TimelineComposer account={account} composers={composers} />}
    />
  );
}

type TimelineCardProps = {
  endpoint: TimelineEndpoint;
  id: string;
  /** Above the happenings: what writes one. */
  head?: ReactNode;
  /** Names of the accounts it is about, where there are several. */
  accountNames?: ReadonlyMap<string, string>;
};

/** What happened with a record, newest first, filtered by kind and text. */
export function TimelineCard({ endpoint, id, head, accountNames }: TimelineCardProps) {
  const [kinds, setKinds] = useState("");
  const [text, setText] = useState("");
  const asked = useDeferredValue(text.trim());
  const list = usePages(
    endpoint,
    {
      params: { id },
      query: { limit: 30, ...(kinds ? { kinds } : {}), ...(asked ? { text: asked } : {}) },
    },
    { live },
  );
  const isNarrowed = kinds !== "" || asked !== "";
  return (
    <Card title="Timeline" subtitle="Everything · newest first">
      {head}
      <div className="mb-1 flex gap-2">
        <div className="grow">
          <Input
            type="search"
            aria-label="Find in the timeline"
            placeholder="Find"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <Select
          aria-label="Kinds"
          className="w-36"
          placeholder="Everything"
          options={kindChoices}
          value={kinds as ""}
          onValueChange={setKinds}
        />
      </div>
      {list.error && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton lines={6} />}
      {!list.isPending && !list.error && list.rows.length === 0 && (
        <EmptyState compact title={isNarrowed ? "Nothing fits" : "Nothing happened yet"} />
      )}
      <ol aria-label="Timeline" className="flex flex-col">
        {list.rows.map((item) => (
          <TimelineRow
            key={item.id}
            item={item}
            accountName={item.accountId ? accountNames?.get(item.accountId) : undefined}
          />
        ))}
      </ol>
      {list.hasNextPage && (
        <Button className="mt-2" onClick={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>
          Show older
        </Button>
      )}
    </Card>
  );
}

/** Where the thing itself can be read. */
function hrefOf({ object, objectId, payload }: TimelineItem): string | undefined {
  if (object === "conversation" && objectId) return `/conversations/${objectId}`;
  if (object === "contact" && objectId) return `/contacts/${objectId}`;
  if (object === "project" && objectId) return `/projects/${objectId}`;
  if (object === "task" && typeof payload.projectId === "string") return `/projects/${payload.projectId}`;
  return undefined;
}

function TimelineRow({ item, accountName }: { item: TimelineItem; accountName: string | undefined }) {
  const Icon = icons[item.kind] ?? Activity;
  const href = hrefOf(item);
  return (
    <li className="flex gap-2.5 border-b border-line py-2 text-m last:border-0">
      <Icon size={14} aria-hidden className="mt-1 shrink-0 text-ink-3" />
      <div className="min-w-0 grow">
        <p className="flex justify-between gap-2">
          {href ? (
            <Link to={href} className="min-w-0 rounded-small font-medium break-words hover:underline">
              {item.title}
            </Link>
          ) : (
            <span className="min-w-0 font-medium break-words">{item.title}</span>
          )}
          <span className="shrink-0 text-s text-ink-3" title={formatInstant(item.at, timeZone())}>
            <RelativeTime at={item.at} />
          </span>
        </p>
        {item.text && <p className="line-clamp-3 whitespace-pre-line text-ink-2">{item.text}</p>}
        {(item.actor || accountName) && (
          <p className="text-s text-ink-3">
            {item.actor}
            {accountName && item.accountId && (
              <>
                {item.actor && " · "}
                <Link to={`/accounts/${item.accountId}`} className="rounded-small hover:underline">
                  {accountName}
                </Link>
              </>
            )}
          </p>
        )}
      </div>
    </li>
  );
}

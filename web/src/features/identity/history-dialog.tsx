import { listRecordChanges, type RecordChange } from "@perennial/contract";
import { useState } from "react";
import { usePages } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { timeZone } from "../../ui/clock.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { formatInstant } from "../../ui/format.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { RelativeTime } from "../../ui/values.tsx";

type HistoryDialogProps = { object: string; record: { id: string; name: string }; onClose: () => void };

/** Every change of a record's fields, and of those that were merged into it. */
export function HistoryDialog({ object, record, onClose }: HistoryDialogProps) {
  const [of, setOf] = useState<"own" | "all">("own");
  const list = usePages(
    listRecordChanges,
    { params: { object, id: record.id }, query: { limit: 100, of } },
    { live: [object] },
  );
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`History of ${record.name}`}
      description="Every change of its fields, newest first, and those of what was merged into it."
      placement="side"
      width="m"
    >
      <div className="mb-2">
        <Checkbox
          label="Also what Perennial worked out"
          checked={of === "all"}
          onCheckedChange={(isAll) => setOf(isAll ? "all" : "own")}
        />
      </div>
      {list.error && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton lines={8} />}
      {!list.isPending && !list.error && list.rows.length === 0 && (
        <EmptyState compact title="Nothing changed yet" />
      )}
      <ol aria-label="Changes" className="flex flex-col">
        {list.rows.map((change) => (
          <Change key={change.id} change={change} />
        ))}
      </ol>
      {list.hasNextPage && (
        <Button className="mt-2" onClick={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>
          Show older
        </Button>
      )}
    </Dialog>
  );
}

function Change({ change }: { change: RecordChange }) {
  const { label, old, new: now, names, setBy, at, of } = change;
  return (
    <li className="border-b border-line py-1.5 last:border-0">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{label}</span>
        {of && <Badge>of {of.name}, merged</Badge>}
        <span className="ml-auto text-s text-ink-3">
          {setBy.name}, <RelativeTime at={at} />
        </span>
      </p>
      <p className="break-words text-ink-2">
        {wordsOf(old, names)} → <span className="text-ink">{wordsOf(now, names)}</span>
      </p>
    </li>
  );
}

function wordsOf(value: unknown, names: Readonly<Record<string, string>>): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (Array.isArray(value)) return value.map((one) => wordsOf(one, names)).join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (/^\d{4}-\d{2}-\d{2}T/.test(String(value))) return formatInstant(String(value), timeZone());
  return names[String(value)] ?? (typeof value === "object" ? JSON.stringify(value) : String(value));
}

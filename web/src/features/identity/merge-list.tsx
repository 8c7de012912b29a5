import {
  accounts,
  contacts,
  listDuplicates,
  listMerges,
  type Merge,
  unmergeRecords,
} from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { RelativeTime } from "../../ui/values.tsx";

/** Merges so far, each with its undo, and what an undo left behind. */
export function MergeList() {
  const { data, error, refetch } = useCall(listMerges, { query: {} }, { live: ["account", "contact"] });
  const mayWrite = useMay("merges.write");
  const [parting, setParting] = useState<Merge>();
  const undo = useWrite(unmergeRecords, {
    refreshes: [listMerges, listDuplicates, accounts.list, accounts.get, contacts.list, contacts.get],
  });
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton lines={6} />;
  if (data.items.length === 0) {
    return <EmptyState title="Nothing was merged yet">Merges are listed here, and can be undone.</EmptyState>;
  }
  const part = (merge: Merge) =>
    undo.mutate(
      { params: { id: merge.id } },
      {
        onSuccess: () => toast({ title: `${merge.mergedName} stands for itself again` }),
        onError: (problem) => toast({ title: problem.message, tone: "bad" }),
      },
    );
  return (
    <>
      <ul aria-label="Merges" className="rounded-card border border-line bg-surface">
        {data.items.map((merge) => (
          <li
            key={merge.id}
            className="flex items-start gap-4 border-b border-line px-4 py-2.5 last:border-0"
          >
            <div className="min-w-0 grow">
              <span className="font-medium">{merge.mergedName}</span> into{" "}
              <Link
                to={`/${merge.object}s/${merge.survivorId}`}
                className="rounded-small font-medium hover:underline"
              >
                {merge.survivorName}
              </Link>
              <p className="text-s text-ink-2">
                {rowCount(merge)} rows moved by {merge.mergedBy}, <RelativeTime at={merge.mergedAt} />
                {merge.unmergedAt && (
                  <>
                    {" · "}undone by {merge.unmergedBy}, <RelativeTime at={merge.unmergedAt} />
                  </>
                )}
              </p>
              {merge.kept && merge.kept.length > 0 && (
                <ul className="list-disc pl-5 text-s text-ink-2" aria-label="Left with the survivor">
                  {merge.kept.map(({ what, why }) => (
                    <li key={what}>
                      {what}: {why}
                    </li>
                  ))}
                </ul>
              )}
            </div>
            {mayWrite && merge.unmergedAt === null && (
              <Button onClick={() => setParting(merge)}>Undo the merge</Button>
            )}
          </li>
        ))}
      </ul>
      {parting && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setParting(undefined)}
          title={`Part ${parting.mergedName} from ${parting.survivorName}?`}
          consequence={`${rowCount(parting)} rows go back as they are now. Values changed since the merge stay with ${parting.survivorName}; what stays, and why, is listed here afterwards.`}
          confirmLabel="Undo the merge"
          onConfirm={() => part(parting)}
        />
      )}
    </>
  );
}

const rowCount = (merge: Merge): string =>
  Object.values(merge.moved)
    .reduce((total, rows) => total + rows, 0)
    .toLocaleString("en");

import { archiveSegment, getSegment, listSegments, restoreSegment, type Segment } from "@perennial/contract";
import { Archive } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useMay, useMe } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { formatCount } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { usePast } from "../../ui/past.ts";
import { Progress } from "../../ui/progress.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { toast } from "../../ui/toast.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { Money } from "../../ui/values.tsx";
import { ComparisonPanel } from "./comparison-panel.tsx";
import { RulePanel } from "./rule-panel.tsx";
import { SegmentMembers } from "./segment-members.tsx";
import { segmentWords } from "./segment-words.ts";
import { SizePanel } from "./size-panel.tsx";

const pageState = z.object({
  tab: z.enum(["members", "rule", "size", "compare"]).default("members").catch("members"),
  sort: z.string().max(100).default("name").catch("name"),
  with: z.string().max(60).optional().catch(undefined),
  fields: z.string().max(2000).optional().catch(undefined),
});
const crumbs = [{ label: "Segments", href: "/segments" }];
const refreshes = [getSegment, listSegments];

/** One segment: who is in it and why, now or on a past day, and its rule. */
export function SegmentPage({ params }: { params: { slug: string } }) {
  const [state, change] = useUrlState(pageState);
  const segment = useCall(getSegment, { params }, { live: ["account", "contact", "organization"] });
  const canEdit = useMay("segments.write");
  const { asOf } = usePast();
  if (segment.error) return <ErrorState error={segment.error} onRetry={() => segment.refetch()} />;
  if (!segment.data) return <Skeleton lines={8} />;
  const shown = segment.data;
  if (asOf !== undefined) {
    return (
      <>
        <SegmentHead segment={shown} canEdit={canEdit} />
        <p className="mb-3 text-s text-ink-2">
          Who was in when the day was over, by the membership that was kept. The rule above, the segment’s
          size and comparisons are told in the present: go back to now for them.
        </p>
        <SegmentMembers segment={shown} sort={state.sort} onSort={(sort) => change({ sort })} />
      </>
    );
  }
  return (
    <>
      <SegmentHead segment={shown} canEdit={canEdit} />
      <Tabs
        label="Parts of the segment"
        tabs={[
          { id: "members", title: segmentWords[shown.object].title, count: shown.memberCount },
          { id: "rule", title: "Rule" },
          { id: "size", title: "Size" },
          ...(shown.object === "account" ? [{ id: "compare" as const, title: "Compare" }] : []),
        ]}
        value={state.tab}
        onValueChange={(tab) => change({ tab })}
      >
        {state.tab === "rule" && (
          <RulePanel key={shown.updatedAt} segment={shown} canEdit={canEdit && shown.archivedAt === null} />
        )}
        {state.tab === "size" && <SizePanel segment={shown} />}
        {state.tab === "compare" && (
          <ComparisonPanel
            segment={shown}
            state={{ with: state.with, fields: state.fields }}
            onChange={(next) => change({ with: next.with, fields: next.fields })}
          />
        )}
        {state.tab === "members" && (
          <SegmentMembers segment={shown} sort={state.sort} onSort={(sort) => change({ sort })} />
        )}
      </Tabs>
    </>
  );
}

function SegmentHead({ segment, canEdit }: { segment: Segment; canEdit: boolean }) {
  const [isAsking, setIsAsking] = useState(false);
  const { asOf } = usePast();
  const currency = useMe().data?.company.currency ?? "USD";
  const restore = useWrite(restoreSegment, { refreshes });
  const archive = useWrite(archiveSegment, {
    refreshes,
    onSuccess: () =>
      toast({
        title: `Archived ${segment.name}`,
        undo: () => restore.mutate({ params: { slug: segment.slug } }),
      }),
  });
  const isArchived = segment.archivedAt !== null;
  return (
    <>
      <PageHeader
        title={segment.name}
        crumbs={crumbs}
        beside={
          <span className="text-m text-ink-2">
            {isArchived && (
              <>
                <Badge tone="warn">Archived</Badge>{" "}
              </>
            )}
            {asOf === undefined && formatCount(segment.memberCount, segmentWords[segment.object].one)}
            {asOf === undefined && segment.memberArr !== null && (
              <>
                {" · "}
                <Money amount={segment.memberArr} currency={currency} /> ARR
              </>
            )}
          </span>
        }
        actions={
          canEdit &&
          (isArchived ? (
            <Button onClick={() => restore.mutate({ params: { slug: segment.slug } })}>Restore</Button>
          ) : (
            <Button icon={Archive} onClick={() => setIsAsking(true)}>
              Archive
            </Button>
          ))
        }
      />
      <p className="mb-3 max-w-3xl text-m text-ink-2">
        {segment.description}
        {segment.description && segment.sentence ? " — " : ""}
        {segment.sentence ?? (segment.rule ? "" : " By hand.")}
      </p>
      {archive.error && (
        <p role="alert" className="mb-3 rounded-control bg-bad-soft px-3 py-2 text-s text-bad">
          {archive.error.message}
        </p>
      )}
      {segment.problems.length > 0 && (
        <p role="alert" className="mb-3 rounded-control bg-warn-soft px-3 py-2 text-s text-warn">
          Its rule cannot be asked any more, so its members stay as they are:{" "}
          {segment.problems.map((problem) => problem.message).join(" ")}
        </p>
      )}
      {segment.pass && (
        <div className="mb-3">
          <Progress
            label="Working out who is in"
            done={segment.pass.accountsDone}
            total={segment.pass.accountsTotal ?? undefined}
          />
        </div>
      )}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Archive ${segment.name}?`}
        consequence={`Its ${formatCount(segment.memberCount, segmentWords[segment.object].one)} leave it. Links and history are kept, and it can be restored.`}
        confirmLabel="Archive"
        danger
        onConfirm={() => archive.mutate({ params: { slug: segment.slug } })}
      />
    </>
  );
}

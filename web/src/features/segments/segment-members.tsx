import {
  addSegmentMember,
  clearSegmentMember,
  getSegment,
  listSegmentMembers,
  removeSegmentMember,
  type Segment,
  type SegmentMember,
} from "@perennial/contract";
import { useMemo, useState } from "react";
import { useMay, useMe } from "../../api/me.ts";
import { usePages, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { sortFromText, sortToText } from "../../ui/grid/state.ts";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { RelativeTime } from "../../ui/values.tsx";
import { AddMember } from "./add-member.tsx";
import { SegmentWhy } from "./segment-why.tsx";

const saidBy = { rule: "Rule", person: "By hand", playbook: "Playbook", import: "Import" } as const;

function memberColumns(
  currency: string,
  onWhy: ((member: SegmentMember) => void) | undefined,
): GridColumn<SegmentMember>[] {
  return [
    { id: "name", type: "text", title: "Account", width: 220, href: (member) => `/accounts/${member.id}` },
    {
      id: "arr",
      type: "money",
      title: "ARR",
      currency,
      value: (member) => member.arr?.amount ?? null,
      missing: "No active subscription",
      width: 110,
    },
    {
      id: "nextRenewalOn",
      type: "date",
      title: "Next renewal",
      relative: true,
      width: 180,
      missing: "No open renewal",
    },
    {
      id: "score:overall",
      type: "number",
      title: "Health",
      digits: 0,
      value: (member) => member.scores.overall?.value ?? null,
      missing: "Too little data for a score",
      width: 80,
    },
    {
      id: "memberSince",
      type: "readonly",
      title: "Since",
      sortable: false,
      width: 120,
      render: (member) => <RelativeTime at={member.memberSince} missing="from before history was kept" />,
    },
    {
      id: "memberBy",
      type: "readonly",
      title: "Why",
      sortable: false,
      width: 110,
      render: (member) =>
        onWhy ? (
          <button
            type="button"
            onClick={() => onWhy(member)}
            aria-label={`Why is ${member.name} in this segment? ${saidBy[member.memberBy]}`}
            className="rounded-small text-accent underline decoration-dotted underline-offset-2"
          >
            {saidBy[member.memberBy]}
          </button>
        ) : (
          <Badge>{saidBy[member.memberBy]}</Badge>
        ),
    },
  ];
}

type MembersProps = {
  segment: Segment;
  /** Who was in at this instant; now when absent. */
  asOf: string | undefined;
  sort: string;
  onSort: (sort: string) => void;
};

/** The accounts of a segment, each with the way to ask why; added and taken out by hand. */
export function SegmentMembers({ segment, asOf, sort, onSort }: MembersProps) {
  const [why, setWhy] = useState<SegmentMember>();
  const currency = useMe().data?.company.currency ?? "USD";
  const canWrite = useMay("accounts.write") && segment.archivedAt === null && asOf === undefined;
  const list = usePages(
    listSegmentMembers,
    { params: { slug: segment.slug }, query: { sort, limit: 200, ...(asOf ? { asOf } : {}) } },
    { live: ["account", "segment"] },
  );
  const refreshes = [listSegmentMembers, getSegment];
  const add = useWrite(addSegmentMember, { refreshes });
  const remove = useWrite(removeSegmentMember, { refreshes });
  const clear = useWrite(clearSegmentMember, { refreshes });
  const columns = useMemo(() => memberColumns(currency, asOf ? undefined : setWhy), [currency, asOf]);
  const takeOut = async (rows: readonly SegmentMember[]) => {
    const params = rows.map((row) => ({ slug: segment.slug, accountId: row.id }));
    await Promise.all(params.map((each) => remove.mutateAsync({ params: each })));
    toast({
      title: `Took ${rows.length === 1 ? rows[0]?.name : `${rows.length} accounts`} out`,
      detail: "They stay out, whatever the rule says, until this is cleared.",
      undo: () => {
        for (const each of params) clear.mutate({ params: each });
      },
    });
  };
  if (list.error) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  const [first] = (list.data?.pages ?? []) as readonly { totalCount?: number }[];
  const total = first?.totalCount;
  return (
    <>
      {canWrite && (
        <div className="mb-3">
          <AddMember
            onAdd={(accountId, name) =>
              add.mutate(
                { params: { slug: segment.slug, accountId }, body: {} },
                {
                  onSuccess: () =>
                    toast({
                      title: `Added ${name}`,
                      undo: () => clear.mutate({ params: { slug: segment.slug, accountId } }),
                    }),
                },
              )
            }
          />
        </div>
      )}
      <DataGrid<SegmentMember>
        label={`Accounts in ${segment.name}`}
        columns={columns}
        rows={list.rows}
        rowId={(member) => member.id}
        sorting="server"
        state={{ sort: sortFromText(sort) }}
        onStateChange={(next) => onSort(sortToText(next.sort ?? []) || "name")}
        isLoading={list.isPending}
        isLoadingMore={list.isFetchingNextPage}
        onEndReached={() => list.hasNextPage && void list.fetchNextPage()}
        {...(total === undefined ? {} : { totalCount: total })}
        {...(canWrite
          ? {
              selectionActions: (rows: readonly SegmentMember[], done: () => void) => (
                <Button onClick={() => void takeOut(rows).then(done)}>Take out of the segment</Button>
              ),
            }
          : {})}
        empty={
          <EmptyState title={asOf ? "Nobody was in this segment then" : "Nobody is in this segment"}>
            {segment.rule ? "No account fits its rule." : "Add accounts by hand, or write a rule."}
          </EmptyState>
        }
      />
      {why && <SegmentWhy segment={segment} account={why} onClose={() => setWhy(undefined)} />}
    </>
  );
}

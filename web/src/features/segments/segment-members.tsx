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
import { useMay } from "../../api/me.ts";
import { usePages, useWrite } from "../../api/query.ts";
import { useColumnContext } from "../../api/record-columns.ts";
import { Button } from "../../ui/button.tsx";
import { formatCount, formatDate } from "../../ui/format.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { sortFromText, sortToText } from "../../ui/grid/state.ts";
import { usePast } from "../../ui/past.ts";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { memberColumns } from "./member-columns.tsx";
import { RecordPicker } from "./record-picker.tsx";
import { SegmentWhy } from "./segment-why.tsx";
import { segmentWords } from "./segment-words.ts";

type MembersProps = {
  segment: Segment;
  sort: string;
  onSort: (sort: string) => void;
};

/** The records of a segment, each with the way to ask why; added and taken out by hand. */
export function SegmentMembers({ segment, sort, onSort }: MembersProps) {
  const { asOf } = usePast();
  const [why, setWhy] = useState<SegmentMember>();
  const { object } = segment;
  const words = segmentWords[object];
  const context = useColumnContext(false);
  const canWrite = useMay("accounts.write") && segment.archivedAt === null;
  const list = usePages(
    listSegmentMembers,
    { params: { slug: segment.slug }, query: { sort, limit: 200 } },
    { live: [object, "segment"] },
  );
  const refreshes = [listSegmentMembers, getSegment];
  const add = useWrite(addSegmentMember, { refreshes });
  const remove = useWrite(removeSegmentMember, { refreshes });
  const clear = useWrite(clearSegmentMember, { refreshes });
  const columns = useMemo(
    () => memberColumns(object, context, asOf ? undefined : setWhy),
    [object, context, asOf],
  );
  const takeOut = async (rows: readonly SegmentMember[]) => {
    const params = rows.map((row) => ({ slug: segment.slug, id: row.id }));
    await Promise.all(params.map((each) => remove.mutateAsync({ params: each })));
    toast({
      title: `Took ${rows.length === 1 ? rows[0]?.name : formatCount(rows.length, words.one)} out`,
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
          <RecordPicker
            object={object}
            label={`Add ${/^[ao]/.test(object) ? "an" : "a"} ${words.one} by hand`}
            onPick={(id, name) =>
              add.mutate(
                { params: { slug: segment.slug, id }, body: {} },
                {
                  onSuccess: () =>
                    toast({
                      title: `Added ${name}`,
                      undo: () => clear.mutate({ params: { slug: segment.slug, id } }),
                    }),
                },
              )
            }
          />
        </div>
      )}
      <DataGrid<SegmentMember>
        label={`${words.title} in ${segment.name}`}
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
          <EmptyState
            isOfAnyDay
            title={
              asOf
                ? "Nobody was in this segment then"
                : segment.pass
                  ? "Who is in this segment is being worked out"
                  : "Nobody is in this segment"
            }
          >
            {asOf !== undefined
              ? `Or nothing is known of that day: the segment was made on ${formatDate(segment.createdAt.slice(0, 10))}.`
              : segment.pass
                ? "It shows itself as it is found."
                : segment.rule
                  ? `No ${words.one} fits its rule.`
                  : `Add ${words.many} by hand, or write a rule.`}
          </EmptyState>
        }
      />
      {why && <SegmentWhy segment={segment} record={why} onClose={() => setWhy(undefined)} />}
    </>
  );
}

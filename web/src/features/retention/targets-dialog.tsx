import {
  listRetentionTargets,
  putRetentionTargets,
  type RetentionMeasure,
  type RetentionTarget,
} from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { useRetentionTargets } from "../../api/use-retention-targets.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/field.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { toast } from "../../ui/toast.tsx";
import { measureLabels } from "./retention-state.ts";
import type { Retention } from "./retention-tab.tsx";

type Row = {
  id: string;
  groupBy: string | null;
  group: string | null;
  measure: RetentionMeasure;
  good: number | null;
  great: number | null;
};

type Props = { groupBy: string | undefined; groups: Retention["groups"]; onClose: () => void };

/** What good and great retention are: of the company, and of each group that is shown. Edited like any table. */
export function TargetsDialog({ groupBy, groups, onClose }: Props) {
  const { all } = useRetentionTargets();
  const [edited, setEdited] = useState<Readonly<Record<string, Partial<Row>>>>({});
  const save = useWrite(putRetentionTargets, {
    refreshes: [listRetentionTargets],
    onSuccess: () => {
      toast({ title: "Targets saved" });
      onClose();
    },
  });
  const rows = rowsOf(all, groupBy, groups).map((row) => ({ ...row, ...edited[row.id] }));
  const shown = new Set(rows.map((row) => row.id));
  const submit = () => {
    const kept = all.filter((target) => !shown.has(idOf(target)));
    const own = rows.flatMap(({ id, good, great, ...rest }) =>
      good === null ? [] : [{ ...rest, good, great: great ?? good }],
    );
    save.mutate({ body: { items: [...kept, ...own] } });
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="What retention is aimed at"
      description="Shown beside the figures. Choose a grouping on the page to aim at each of its groups. An empty target is none."
      width="l"
    >
      <Form
        onSubmit={submit}
        error={
          save.error
            ? [save.error.message, ...(save.error.fields ?? []).map(({ message }) => message)].join(" ")
            : undefined
        }
        actions={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" type="submit" busy={save.isPending}>
              Save targets
            </Button>
          </>
        }
      >
        <DataGrid<Row>
          label="Targets"
          height={360}
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          onCommit={async (edits) => {
            setEdited((before) => {
              const next = { ...before };
              for (const edit of edits)
                next[edit.rowId] = { ...next[edit.rowId], [edit.columnId]: edit.value as number | null };
              return next;
            });
          }}
        />
      </Form>
    </Dialog>
  );
}

const columns: GridColumn<Row>[] = [
  { id: "group", type: "text", title: "Of", width: 200, value: (row) => row.group ?? "The whole company" },
  { id: "measure", type: "text", title: "Measure", width: 140, value: (row) => measureLabels[row.measure] },
  { id: "good", type: "percent", title: "Good from", editable: true, width: 120, missing: "No target" },
  { id: "great", type: "percent", title: "Great from", editable: true, width: 120, missing: "Same as good" },
];

const idOf = ({ groupBy, group, measure }: Pick<RetentionTarget, "groupBy" | "group" | "measure">) =>
  JSON.stringify([groupBy, group, measure]);

function rowsOf(
  all: readonly RetentionTarget[],
  groupBy: string | undefined,
  groups: Retention["groups"],
): Row[] {
  const names =
    groupBy === undefined ? [] : (groups ?? []).flatMap(({ group }) => (group === null ? [] : [group]));
  const subjects = [
    { groupBy: null, group: null },
    ...names.map((group) => ({ groupBy: groupBy ?? null, group })),
  ];
  return subjects.flatMap((subject) =>
    (Object.keys(measureLabels) as RetentionMeasure[]).map((measure) => {
      const id = idOf({ ...subject, measure });
      const target = all.find((each) => idOf(each) === id);
      return { id, ...subject, measure, good: target?.good ?? null, great: target?.great ?? null };
    }),
  );
}

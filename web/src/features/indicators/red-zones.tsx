import {
  type IndicatorDefinition,
  listIndicatorDefinitions,
  listSegments,
  updateIndicatorDefinition,
} from "@perennial/contract";
import { useMemo, useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { useRuleMaterial } from "../../api/rule-material.ts";
import { Combobox } from "../../ui/combobox.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import type { CellEdit } from "../../ui/grid/edit.ts";
import type { GridState } from "../../ui/grid/state.ts";
import { EmptyState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { cellOf, followingColumns, isOutOfOrder, usual, withCell } from "./zones.ts";

/** Where most companies differ first: columns to begin with, until others are chosen. */
const shownAtFirst = ["onboarding", "high_touch", "medium_touch", "low_touch"];

/** Thresholds of every indicator by segment, edited in place: an empty cell means the usual one, `off` never. */
export function RedZones({ definitions }: { definitions: IndicatorDefinition[] }) {
  const mayEdit = useMay("indicators.configure");
  const all = useCall(listSegments, {}).data?.items ?? [];
  const segments = all.filter(({ object }) => object === "account");
  const { catalog } = useRuleMaterial();
  const fields = catalog?.objects.find((object) => object.slug === "account")?.fields ?? [];
  const labels = new Map(fields.map((field) => [field.slug, field.label]));
  const used = useMemo(
    () => [...new Set(definitions.flatMap((each) => each.zones.map((zone) => zone.segment)))],
    [definitions],
  );
  const [arranged, setArranged] = useState<GridState>({});
  const [added, setAdded] = useState<string[]>();
  const offered = shownAtFirst.filter((slug) => segments.some((segment) => segment.slug === slug));
  // Those one sees stay where they are when a first zone is written; others that are in use follow.
  const shown = [...new Set([...(added ?? offered), ...used])];
  const mixed = definitions.filter((each) => isOutOfOrder(each, shown));
  const write = useWrite(updateIndicatorDefinition, { refreshes: [listIndicatorDefinitions] });
  const columns: GridColumn<IndicatorDefinition>[] = [
    {
      id: "name",
      type: "text",
      title: "Indicator",
      width: 220,
      href: (each) => `/indicator-definitions/${each.slug}`,
    },
    { id: "what", type: "text", title: "Raised when", width: 260, value: (each) => whatOf(each, labels) },
    {
      id: usual,
      type: "text",
      title: "Usual",
      width: 90,
      editable: mayEdit,
      value: (each) => cellOf(each, usual),
    },
    ...shown.map(
      (slug): GridColumn<IndicatorDefinition> => ({
        id: slug,
        type: "text",
        title: segments.find((segment) => segment.slug === slug)?.name ?? slug,
        width: 120,
        editable: mayEdit,
        missing: "As usual",
        value: (each) => cellOf(each, slug),
      }),
    ),
  ];
  const commit = async (edits: readonly CellEdit[]) => {
    const refused: { rowId: string; columnId: string; error: string }[] = [];
    // All that was written into one row at once is one change of its definition.
    for (const [id, own] of Map.groupBy(edits, ({ rowId }) => rowId)) {
      const before = definitions.find((each) => each.id === id);
      if (!before) continue;
      let after: Pick<IndicatorDefinition, "threshold" | "zones"> = before;
      for (const { rowId, columnId, value } of own) {
        const next = withCell(after, columnId, String(value ?? "").trim(), shown);
        if ("error" in next) refused.push({ rowId, columnId, error: next.error });
        else after = next;
      }
      if (after === before) continue;
      const { threshold, zones } = after;
      await write.mutateAsync({ params: { slug: before.slug }, body: { threshold, zones } });
    }
    return refused;
  };
  const move = (order: readonly string[]) => {
    const before = shown;
    const segmentsMoved = order.filter((id) => before.includes(id));
    if (segmentsMoved.join() === before.join()) return;
    setAdded(segmentsMoved);
    const followers = followingColumns(definitions, segmentsMoved);
    const writeZones = (each: IndicatorDefinition, zones: IndicatorDefinition["zones"]) =>
      write.mutateAsync({ params: { slug: each.slug }, body: { zones } });
    void Promise.all(followers.map(({ definition, zones }) => writeZones(definition, zones)))
      .then(() => {
        toast({
          title: "Columns moved",
          ...(followers.length > 0
            ? {
                detail: `${followers.map((each) => each.definition.name).join(", ")} decide in their order now.`,
              }
            : {}),
          undo: () => {
            setAdded([...before]);
            for (const { definition } of followers) void writeZones(definition, definition.zones);
          },
        });
      })
      .catch((error: Error) => toast({ title: error.message, tone: "bad" }));
  };
  return (
    <>
      <p className="mb-3 max-w-3xl text-m text-ink-2">
        The first segment from the left that holds an account decides. An empty cell follows the usual
        threshold; “off” never raises it there. ⌘Z takes back what was written. Columns are moved by dragging
        their heads, or by their menu (Alt+↓): what decides follows them.
      </p>
      {mixed.length > 0 && (
        <p role="note" className="mb-3 max-w-3xl rounded-control bg-warn-soft px-3 py-2 text-s text-warn">
          Written through the API in another order than the columns:{" "}
          {mixed.map(({ name }) => name).join(", ")}. Change a cell of theirs, and they follow the columns.
        </p>
      )}
      {mayEdit && (
        <div className="mb-3">
          <Combobox
            multiple
            label="Segments shown"
            placeholder="Add a segment"
            options={segments.map(({ slug, name }) => ({ value: slug, label: name }))}
            value={shown}
            onValueChange={(chosen) => setAdded(chosen)}
          />
        </div>
      )}
      <DataGrid<IndicatorDefinition>
        label="Red zones"
        columns={columns}
        rows={definitions}
        rowId={(each) => each.id}
        onCommit={commit}
        state={arranged}
        onStateChange={(next) => {
          const { order, ...rest } = next;
          if (order && order !== arranged.order) {
            if (mayEdit) move(order);
            return;
          }
          setArranged(rest);
        }}
        empty={
          <EmptyState title="Nothing is watched">Thresholds of indicators stand here, by segment.</EmptyState>
        }
      />
    </>
  );
}

const signs = { "at-most": "≤", "at-least": "≥", "less-than": "<", "greater-than": ">" } as const;

function whatOf(
  { threshold, description }: IndicatorDefinition,
  labels: ReadonlyMap<string, string>,
): string {
  return threshold
    ? `${labels.get(threshold.subject) ?? threshold.subject} ${signs[threshold.op]} …`
    : description;
}

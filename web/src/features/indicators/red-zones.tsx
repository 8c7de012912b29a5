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
import { EmptyState } from "../../ui/states.tsx";
import { zonesWith } from "./zones.ts";

const usual = "usual";

/** Thresholds of every indicator by segment, edited in place: an empty cell means the usual one, `off` never. */
export function RedZones({ definitions }: { definitions: readonly IndicatorDefinition[] }) {
  const mayEdit = useMay("indicators.configure");
  const segments = useCall(listSegments, {}).data?.items ?? [];
  const { catalog } = useRuleMaterial();
  const fields = catalog?.objects.find((object) => object.slug === "account")?.fields ?? [];
  const labels = new Map(fields.map((field) => [field.slug, field.label]));
  const rows = definitions.filter((each) => each.threshold !== null);
  const used = useMemo(
    () => [...new Set(rows.flatMap((each) => each.zones.map((zone) => zone.segment)))],
    [rows],
  );
  const [added, setAdded] = useState<string[]>([]);
  const shown = [...new Set([...used, ...added])];
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
      value: (each) => String(each.threshold?.value ?? ""),
    },
    ...shown.map(
      (slug): GridColumn<IndicatorDefinition> => ({
        id: slug,
        type: "text",
        title: segments.find((segment) => segment.slug === slug)?.name ?? slug,
        width: 120,
        editable: mayEdit,
        missing: "As usual",
        value: (each) => {
          const zone = each.zones.find((one) => one.segment === slug);
          return zone ? (zone.value === null ? "off" : String(zone.value)) : null;
        },
      }),
    ),
  ];
  const commit = async (edits: readonly CellEdit[]) => {
    const refused: { rowId: string; columnId: string; error: string }[] = [];
    for (const { rowId, columnId, value } of edits) {
      const definition = rows.find((each) => each.id === rowId);
      if (!definition?.threshold) continue;
      const body = bodyOf(definition, columnId, String(value ?? "").trim());
      if ("error" in body) refused.push({ rowId, columnId, error: body.error });
      else await write.mutateAsync({ params: { slug: definition.slug }, body });
    }
    return refused;
  };
  return (
    <>
      <p className="mb-3 max-w-3xl text-m text-ink-2">
        The first segment from the left that holds an account decides. An empty cell follows the usual
        threshold; “off” never raises it there.
      </p>
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
        rows={rows}
        rowId={(each) => each.id}
        onCommit={commit}
        empty={
          <EmptyState title="No indicator has a threshold">Thresholds stand here, by segment.</EmptyState>
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

function bodyOf(definition: IndicatorDefinition, columnId: string, text: string) {
  const value = Number(text);
  const isNumber = text !== "" && Number.isFinite(value);
  const { threshold } = definition;
  if (columnId === usual) {
    return isNumber && threshold ? { threshold: { ...threshold, value } } : { error: "Give a number" };
  }
  if (text !== "" && text !== "off" && !isNumber) return { error: "Give a number, off, or nothing" };
  return {
    zones: zonesWith(definition.zones, columnId, text === "" ? undefined : text === "off" ? null : value),
  };
}

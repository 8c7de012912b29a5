import type { Targets } from "../../api/retention-targets.ts";
import { formatPercent } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { DownloadMenu } from "../../ui/grid/download-menu.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Aim } from "./family-figures.tsx";
import { measureLabels } from "./retention-state.ts";
import type { Retention } from "./retention-tab.tsx";

type Group = NonNullable<Retention["groups"]>[number];

/** A family's figures by group, each beside the group's own target. */
export function GroupTable({
  report,
  targets,
}: {
  report: Retention;
  targets: (group: string | null) => Targets;
}) {
  const money = { type: "money", currency: report.currency, width: 120, footer: "sum" } as const;
  const columns: GridColumn<Group>[] = [
    { id: "group", type: "text", title: "Group", width: 180, missing: "Not filled in" },
    { ...money, id: "startArr", title: "Start ARR" },
    { ...money, id: "retainedArr", title: "Retained" },
    { ...money, id: "endArr", title: "End ARR" },
    ...(["nrr", "grr", "logoRetention"] as const).map(
      (measure): GridColumn<Group> => ({
        id: measure,
        type: "readonly",
        title: measureLabels[measure],
        width: 190,
        value: (group) => group[measure],
        render: (group) => (
          <span className="flex items-center gap-2">
            {group[measure] === null ? "–" : formatPercent(group[measure])}
            <Aim value={group[measure]} targets={targets(group.group)} measure={measure} />
          </span>
        ),
      }),
    ),
    {
      id: "startCount",
      type: "number",
      title: report.family === "cohort" ? "Accounts" : "Renewals",
      digits: 0,
      width: 90,
      footer: "sum",
    },
    { id: "keptCount", type: "number", title: "Kept", digits: 0, width: 80, footer: "sum" },
  ];
  return (
    <>
      <div className="flex justify-end">
        <DownloadMenu
          name={`Retention by group ${report.family}`}
          columns={columns}
          rows={report.groups ?? []}
        />
      </div>
      <DataGrid<Group>
        label={`Retention by group, ${report.family}`}
        height={320}
        columns={columns}
        rows={report.groups ?? []}
        rowId={(group) => group.group ?? ""}
        empty={<EmptyState title="Nothing to retain in this span" />}
      />
    </>
  );
}

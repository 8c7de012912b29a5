import type { LikelihoodVersion } from "@perennial/contract";
import { timeZone } from "../../ui/clock.ts";
import { formatInstant } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";

const columns: GridColumn<LikelihoodVersion>[] = [
  {
    id: "version",
    type: "text",
    title: "Version",
    width: 110,
    value: (row) => String(row.version),
    href: (row) => `/likelihood?version=${row.version}`,
  },
  {
    id: "kind",
    type: "text",
    title: "Kind",
    width: 120,
    value: (row) => (row.kind === "trained" ? "Learned" : "Prior"),
  },
  {
    id: "trainedAt",
    type: "text",
    title: "Trained",
    width: 190,
    value: (row) => formatInstant(row.trainedAt, timeZone()),
  },
  { id: "trainedBy", type: "text", title: "By", width: 190 },
  { id: "renewed", type: "number", title: "Renewed", digits: 0, width: 90 },
  { id: "lost", type: "number", title: "Lost", digits: 0, width: 80 },
  {
    id: "openRenewals",
    type: "number",
    title: "Open judged",
    digits: 0,
    width: 110,
    hint: "Open renewals whose likelihood is of this version",
  },
  { id: "reason", type: "text", title: "Why", width: 420 },
];

/** Every version that ever judged a renewal. None is thrown away. */
export function VersionsPanel({ versions }: { versions: readonly LikelihoodVersion[] }) {
  return (
    <DataGrid
      label="Versions of the likelihood model"
      columns={columns}
      rows={versions}
      rowId={(row) => String(row.version)}
      height="content"
    />
  );
}

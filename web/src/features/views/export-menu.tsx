import type { ColumnDescription, ViewDefinition } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { Download } from "lucide-react";
import type { ViewedObject } from "../../api/viewed-object.ts";
import { Button } from "../../ui/button.tsx";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { usePast } from "../../ui/past.ts";

type ExportProps<Row extends ListedRow> = {
  viewed: ViewedObject<Row>;
  rule: RuleJson;
  definition: ViewDefinition;
  descriptions: readonly ColumnDescription[];
};

/** Downloads exactly what is shown: its rows, its columns, its order. */
export function ExportMenu<Row extends ListedRow>({
  viewed,
  rule,
  definition,
  descriptions,
}: ExportProps<Row>) {
  const { asOf } = usePast();
  const known = new Map(descriptions.map((column) => [column.slug, column]));
  const columns = definition.columns.filter((slug) => known.has(slug));
  const sort = definition.sort?.split(",").find((one) => known.get(one.replace(/^-/, ""))?.isSortable);
  const download = (format: "csv" | "xlsx") => {
    const query = new URLSearchParams({
      format,
      columns: columns.join(","),
      filter: JSON.stringify(rule),
      ...(sort ? { sort } : {}),
      ...(asOf ? { asOf } : {}),
    });
    location.assign(`/api/v1/${viewed.plural}/export?${query}`);
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button icon={Download} disabled={columns.length === 0}>
          Export
        </Button>
      }
    >
      <MenuItem onSelect={() => download("csv")}>As CSV</MenuItem>
      <MenuItem onSelect={() => download("xlsx")}>As an Excel workbook</MenuItem>
    </Menu>
  );
}

import { Download } from "lucide-react";
import { Button } from "../button.tsx";
import { today } from "../clock.ts";
import { Menu, MenuItem } from "../menu.tsx";
import { toast } from "../toast.tsx";
import type { GridColumn } from "./column.ts";
import { tableFile, tableOf } from "./table-file.ts";

/** Downloads a table that is here as a whole: its columns, its rows, in its order. */
export function DownloadMenu<Row>({
  name,
  columns,
  rows,
}: {
  /** What the file is called, beside the day. */
  name: string;
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[];
}) {
  const download = async (format: "csv" | "xlsx") => {
    try {
      const file = await tableFile(name, tableOf(columns, rows), format);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = `${name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-")}-${today()}.${format}`;
      link.click();
      URL.revokeObjectURL(link.href);
    } catch {
      toast({ title: "The table could not be written. Try again.", tone: "bad" });
    }
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="quiet" icon={Download} disabled={rows.length === 0} aria-label={`Download ${name}`}>
          Download
        </Button>
      }
    >
      <MenuItem onSelect={() => download("csv")}>As CSV</MenuItem>
      <MenuItem onSelect={() => download("xlsx")}>As an Excel workbook</MenuItem>
    </Menu>
  );
}

import { Readable } from "node:stream";
import { safeCellText } from "@perennial/contract";
import { stringify } from "csv-stringify";
import { type CellValue, writeXlsxStream } from "hucre/xlsx";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { catalogOf } from "./catalog.ts";
import { type Column, type ColumnValues, columnValues, parseColumns } from "./columns.ts";
import { listIds } from "./list-records.ts";
import type { ObjectType } from "./object-type.ts";
import { readAsOf } from "./past/read-as-of.ts";
import type { Present } from "./record-routes.ts";

export type ExportRequest = {
  format: "csv" | "xlsx";
  /** Slugs in their order, separated by commas. */
  columns: string;
  filter?: string | undefined;
  sort?: string | undefined;
};

const pageSize = 1_000;

/**
 * The rows of a list as a table to download, page by page as they are read: memory does not grow with their number.
 * Cells hold what a person reads: labels of options, names of teammates and accounts.
 * @throws Problem `invalid-input` for an unknown column, filter or sort, before the first byte
 */
export async function exportRecords(
  app: App,
  ctx: Context,
  type: ObjectType,
  present: Present,
  { format, columns: asked, filter, sort }: ExportRequest,
): Promise<{ filename: string; mimeType: string; content: Readable }> {
  const catalog = await catalogOf(app);
  const columns = parseColumns(catalog, type, asked, "columns");
  const slugs = new Set(columns.map((column) => column.slug));
  const pageFrom = (cursor?: string) =>
    listIds(app, ctx, catalog, type, { filter, sort, cursor, limit: pageSize });
  const first = await pageFrom();
  async function* rows(): AsyncGenerator<CellValue[]> {
    for (let page = first; ; page = await pageFrom(page.nextCursor ?? undefined)) {
      const records = await readAsOf(app, ctx, catalog, type, page.ids);
      const shown = await present(app, ctx, records, slugs);
      const values = await columnValues(app, ctx, catalog, columns, records, shown);
      for (const row of values) yield columns.map((column) => cellOf(column, row));
      if (page.nextCursor === null) return;
    }
  }
  const filename = `${type.plural}-${ctx.today}.${format}`;
  return format === "csv"
    ? { filename, mimeType: "text/csv; charset=utf-8", content: toCsv(columns, rows()) }
    : { filename, mimeType: xlsxType, content: toXlsx(type, columns, rows()) };
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

function toCsv(columns: readonly Column[], rows: AsyncIterable<CellValue[]>): Readable {
  const writer = stringify({
    bom: true,
    header: true,
    columns: columns.map((column) => safeCellText(column.label)),
    cast: { boolean: (value) => (value ? "yes" : "no") },
  });
  const safe = async function* () {
    for await (const row of rows)
      yield row.map((cell) => (typeof cell === "string" ? safeCellText(cell) : cell));
  };
  return Readable.from(safe()).pipe(writer);
}

/** Text cells are typed as text, so that a spreadsheet never takes one for a formula. */
function toXlsx(type: ObjectType, columns: readonly Column[], rows: AsyncIterable<CellValue[]>): Readable {
  const stream = writeXlsxStream(rows, {
    name: type.labelPlural,
    columns: columns.map((column) => ({ header: column.label })),
    freezePane: { rows: 1 },
  });
  return Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
}

const numberTypes = new Set<Column["type"]>(["number", "integer", "currency", "percentage"]);

/** A value as a cell: numbers as numbers, what refers to something by its name. */
function cellOf({ slug, type, options }: Column, { values, labels }: ColumnValues): CellValue {
  const value = values[slug];
  if (value === null || value === undefined) return null;
  if (numberTypes.has(type)) return Number(value);
  if (typeof value === "boolean") return value;
  const label = (one: unknown) => options.find((option) => option.value === one)?.label ?? String(one);
  if (Array.isArray(value)) return value.map(label).join(", ");
  return labels[slug] ?? label(value);
}

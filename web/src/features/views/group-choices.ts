import type { ColumnDescription, ViewDefinition } from "@perennial/contract";
import type { GridColumn } from "../../ui/grid/column.ts";

const periods = ["month", "quarter", "year"] as const;
const groupable = new Set<ColumnDescription["type"]>(["select", "teammate", "boolean", "date", "text"]);

/** What the rows can stand in groups by: none, and the columns shown that have few values, dates by period. */
export function groupChoices<Row>(
  { columns, group }: ViewDefinition,
  descriptions: readonly ColumnDescription[],
  shown: ReadonlyMap<string, GridColumn<Row>>,
): { value: string; label: string }[] {
  const wanted = new Set([...columns, ...(group ? [group.field] : [])]);
  const first = columns[0];
  const choices = descriptions
    .filter((column) => wanted.has(column.slug) && groupable.has(column.type) && column.slug !== first)
    .flatMap(({ slug, label, type }) => {
      const title = (shown.get(slug)?.title ?? label).toLowerCase();
      if (type !== "date") return [{ value: slug, label: `Group by ${title}` }];
      return periods.map((by) => ({ value: `${slug} ${by}`, label: `Group by ${by} of ${title}` }));
    });
  return [{ value: "none", label: "No groups" }, ...choices];
}

export function groupToText(group: ViewDefinition["group"]): string {
  if (!group) return "none";
  return group.by ? `${group.field} ${group.by}` : group.field;
}

export function groupFromText(text: string): ViewDefinition["group"] {
  if (text === "none") return null;
  const [field = "", by] = text.split(" ");
  return { field, by: periods.find((period) => period === by) ?? null };
}

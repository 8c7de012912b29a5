import type { ViewDefinition } from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { catalogOf, columnsOf, objectTypeOf, parseRuleFor } from "../objects/index.ts";

/**
 * Checks a view when it is saved, not when somebody looks: its rule, and that every column can do what it is there for.
 * @throws Problem `invalid-input` with the path of everything that is wrong
 */
export async function checkView(app: App, tx: Tx, object: string, view: ViewDefinition): Promise<void> {
  const catalog = await catalogOf(app, tx);
  const columns = columnsOf(catalog, objectTypeOf(catalog, object));
  if (view.filter) await parseRuleFor(app, tx, object, view.filter);
  const fields: { path: string; message: string }[] = [];
  const refuse = (path: string, message: string) => fields.push({ path: `definition.${path}`, message });
  for (const slug of view.columns) if (!columns.has(slug)) refuse("columns", `“${slug}” is not a column`);
  const sort = view.sort?.replace(/^-/, "");
  if (sort && !columns.get(sort)?.isSortable) refuse("sort", `nothing can be sorted by “${sort}”`);
  const { group, layout, layoutField } = view;
  if (group && !columns.has(group.field)) refuse("group.field", `“${group.field}” is not a column`);
  if (group?.by && columns.get(group.field)?.type !== "date") {
    refuse("group.by", `“${group.field}” is not a date`);
  }
  if (layout !== "table") {
    const type = columns.get(layoutField ?? "")?.type;
    const fitting = layout === "board" ? ["select", "teammate"] : ["date"];
    if (!type || !fitting.includes(type)) {
      refuse("layoutField", `a ${layout} needs a column that is a ${fitting.join(" or ")}`);
    }
  }
  if (fields.length === 0) return;
  throw problem(
    "invalid-input",
    `This view cannot be saved: ${fields.map((one) => one.message).join("; ")}.`,
    {
      fields,
    },
  );
}

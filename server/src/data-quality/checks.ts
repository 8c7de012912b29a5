import type { QualityCheck as Shown } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import { contributions } from "../kernel/slice.ts";
import {
  type Catalog,
  catalogOf,
  type FindArguments,
  type QualityCheck,
  type QualityRow,
} from "../objects/index.ts";
import type { Trends } from "./counts.sql.ts";
import { checkOfStandard, type StandardCheck } from "./standard-check.ts";
import { readStandards } from "./standards.view.ts";

export type Counted = { count: number; arr: string };
type AnyCheck = QualityCheck & Partial<Pick<StandardCheck, "standard">>;

/** Every check: what the company holds its data to, then what slices look for. */
export async function checksOf(app: App, db: Db, ctx: Context): Promise<AnyCheck[]> {
  const standards = await readStandards(app, db, { isArchived: false });
  const own = standards.map((standard) => checkOfStandard(app, ctx, standard));
  return [...(await Promise.all(own)), ...contributions(app, "qualityChecks")];
}

/** What a check finds now; nothing where it does not apply, or cannot be asked. */
export async function findRows(check: AnyCheck, args: FindArguments): Promise<RawBuilder<QualityRow> | null> {
  return check.find(args);
}

export async function countOf(check: AnyCheck, args: FindArguments): Promise<Counted> {
  const select = await findRows(check, args);
  if (!select) return { count: 0, arr: "0" };
  const { rows } = await sql<Counted>`
    with found as materialized (${select})
    select (select count(*)::integer from found) as count,
           (select coalesce(sum(d.arr), 0)::text from account_derived d
             where d.account_id in (select account_id from found)) as arr
  `.execute(args.db);
  return rows[0] ?? { count: 0, arr: "0" };
}

/** A check as the API shows it. Fields that are no more, or that nobody writes, are left out. */
export function presentCheck(check: AnyCheck, catalog: Catalog, counted: Counted, trends: Trends): Shown {
  const { slug, group, title, consequence, standard = null } = check;
  const fields = Object.entries(check.fields?.(catalog) ?? {}).flatMap(([object, slugs]) => {
    const known = catalog.fieldsOf(object);
    const own = slugs.filter((each) => known.get(each)?.isEditable);
    return own.length === 0 || catalog.types.get(object)?.mirrorOf !== undefined ? [] : [[object, own]];
  });
  return {
    slug,
    group,
    title,
    consequence,
    ...counted,
    fields: Object.fromEntries(fields),
    trend: trends.get(slug) ?? [],
    standard,
  };
}

/** All checks, counted. */
export async function countedChecks(app: App, db: Db, ctx: Context): Promise<[AnyCheck, Counted][]> {
  const catalog = await catalogOf(app, db);
  const counted: [AnyCheck, Counted][] = [];
  for (const check of await checksOf(app, db, ctx)) {
    counted.push([check, await countOf(check, { app, db, ctx, catalog })]);
  }
  return counted;
}

import type { SegmentComparison } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { problem } from "../kernel/errors.ts";
import { catalogOf, type Field } from "../objects/index.ts";
import { numberOfAccounts } from "./account-number.ts";
import { membershipColumn } from "./membership-column.ts";
import { readSegment, type SegmentRow } from "./segments.sql.ts";

/** Two segments of accounts side by side: of every chosen number how many accounts have it, its median and its mean. */
export async function compareSegments(
  app: App,
  slugs: readonly [string, string],
  fieldSlugs: readonly string[],
): Promise<SegmentComparison> {
  const segments = await Promise.all(slugs.map((slug) => readSegment(app.db, slug)));
  for (const segment of segments) assertOfAccounts(segment);
  const catalog = await catalogOf(app);
  const fields = fieldSlugs.map((slug) => numberOfAccounts(catalog, slug, "fields"));
  const sides = await Promise.all(segments.map((segment) => readSide(app, segment, fields)));
  return {
    segments: segments.map(({ slug, name }, index) => ({
      slug,
      name,
      accounts: sides[index]?.accounts ?? 0,
    })),
    rows: fields.map((field, index) => ({
      field: field.slug,
      label: field.label,
      type: field.type,
      values: sides.map((side) => side.values[index] ?? { accounts: 0, median: null, mean: null }),
    })),
  };
}

function assertOfAccounts(segment: SegmentRow): void {
  if (segment.object === "account" && segment.archived_at === null) return;
  const message = `“${segment.name}” is ${segment.archived_at ? "archived" : `a segment of ${segment.object}s`}; segments of accounts can be compared.`;
  throw problem("invalid-input", message, { fields: [{ path: "with", message }] });
}

type Side = { accounts: number; values: SegmentComparison["rows"][number]["values"] };

async function readSide(app: App, segment: SegmentRow, fields: readonly Field[]): Promise<Side> {
  const columns = fields.flatMap((field, index) => {
    const value = sql`${sql.id(field.column.table === "derived" ? "r_d" : "r", field.column.name)}`;
    return [
      sql`count(${value})::integer as ${sql.id(`count_${index}`)}`,
      sql`(percentile_disc(0.5) within group (order by ${value}))::text as ${sql.id(`median_${index}`)}`,
      sql`round(avg(${value})::numeric, 4)::text as ${sql.id(`mean_${index}`)}`,
    ];
  });
  const { rows } = await sql<Record<string, string | number | null>>`
    select ${sql.join([sql`count(*)::integer as accounts`, ...columns])}
      from accounts r join account_derived r_d on r_d.account_id = r.id
     where r.archived_at is null and ${sql.id("r_d", membershipColumn(segment.slug))}
  `.execute(app.db);
  const row = rows[0] ?? {};
  const textOf = (key: string): string | null => (row[key] === null ? null : String(row[key]));
  return {
    accounts: Number(row.accounts ?? 0),
    values: fields.map((_, index) => ({
      accounts: Number(row[`count_${index}`] ?? 0),
      median: textOf(`median_${index}`),
      mean: textOf(`mean_${index}`),
    })),
  };
}

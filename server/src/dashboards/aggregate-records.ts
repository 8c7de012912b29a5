import {
  type Aggregate,
  aggregateRecords as endpoint,
  type GroupBy,
  type Measure,
} from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { type RawBuilder, sql } from "kysely";
import { ratesOf } from "../contracts/index.ts";
import type { App } from "../kernel/app.ts";
import { assertPermitted } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import {
  areaOf,
  catalogOf,
  derivedJoin,
  type Field,
  type ObjectType,
  objectTypeOf,
  parseRuleFor,
  readingContext,
  ruleEnv,
  ruleExpression,
  tablesAsOf,
} from "../objects/index.ts";
import { drillOf, keySql } from "./group-keys.ts";
import { labelsOf } from "./key-labels.ts";

/** More groups than this would be a chart nobody reads. */
const mostRows = 2_000;

/**
 * One number over the records of an object type, or one for each group: the engine behind every widget. Sums are
 * exact decimals; records without a value count in no sum and no mean. Amounts of records that have a currency of their own are
 * told in the company's, at the rates of the day; one without a rate is no value.
 */
export const aggregateRecords = query({
  name: "dashboards.aggregate",
  permission: "dashboards.read",
  input: endpoint.body,
  async run({ app, db, ctx: asker, input }): Promise<Aggregate> {
    const catalog = await catalogOf(app);
    const type = objectTypeOf(catalog, input.object);
    assertPermitted(asker, `${areaOf(type)}.read`);
    const ctx = readingContext(asker, type, input.asOf);
    const fields = catalog.fieldsOf(type.slug);
    const groups = input.groupBy.map((group) => ({ group, field: fieldOf(fields, group.field, "groupBy") }));
    const rule = input.filter && (await parseRuleFor(app, db, type.slug, input.filter));
    const filter = rule ? ruleExpression(rule, await ruleEnv(app, ctx)) : sql`true`;
    const tables = await tablesAsOf(app, ctx, catalog, type, {
      ...(rule ? { filter: rule } : {}),
      slugs: [
        ...input.groupBy.map(({ field }) => field),
        input.measure.field ?? [],
        type.hasOwnCurrency ? "currency" : [],
      ].flat(),
    });
    const before = tables.before ?? sql``;
    const rates = type.hasOwnCurrency
      ? sql` left join (${ratesOf(ctx.today.toString())}) rates on rates.currency = r.currency`
      : sql``;
    const from = sql`${tables.record} r${derivedJoin(type, tables)}${rates}`;
    const { currency } = await app.company();
    const amount = (field: Field) => amountSql(type, field, currency);
    const value = measureSql(fields, input.measure, amount);
    const valued = valuedSql(fields, input.measure, amount);
    const keys = groups.map(
      ({ group, field }, index) => sql`${keySql(field, group)}::text as ${sql.id(`k${index}`)}`,
    );
    const positions = groups.map((_, index) => sql.lit(index + 1));
    const { rows } = await sql<Record<string, string | null> & Total>`
      ${before} select ${sql.join([...keys, sql`(${value})::text as value`, sql`count(*)::int as count`, sql`${valued}::int as valued`])}
        from ${from}
       where r.archived_at is null and ${filter}
       ${groups.length === 0 ? sql`` : sql`group by ${sql.join(positions)} order by ${sql.join(positions)} limit ${mostRows}`}
    `.execute(db);
    const total =
      groups.length === 0 ? rows[0] : await totalOf(app, { before, from }, { value, valued }, filter);
    const labels = await labelsOf(db, groups, rows);
    return {
      total: { value: total?.value ?? null, count: total?.count ?? 0, valued: total?.valued ?? 0 },
      rows:
        groups.length === 0
          ? []
          : rows.map((row) => ({
              keys: groups.map((_, index) => {
                const key = row[`k${index}`] ?? null;
                return {
                  value: key,
                  label: labels[index]?.(key) ?? key ?? withoutValue(groups[index]?.field.label),
                };
              }),
              value: row.value,
              count: row.count,
              drill: drill(input.filter, groups, row),
            })),
    };
  },
});

type Total = { value: string | null; count: number; valued: number };
type Grouping = { group: GroupBy; field: Field };

async function totalOf(
  app: App,
  { before, from }: { before: RawBuilder<unknown>; from: RawBuilder<unknown> },
  { value, valued }: { value: RawBuilder<unknown>; valued: RawBuilder<unknown> },
  filter: RawBuilder<unknown>,
): Promise<Total | undefined> {
  const { rows } = await sql<Total>`
    ${before} select (${value})::text as value, count(*)::int as count, ${valued}::int as valued from ${from}
     where r.archived_at is null and ${filter}
  `.execute(app.db);
  return rows[0];
}

const numberTypes = new Set(["number", "integer", "currency", "percentage"]);

type AmountSql = (field: Field) => RawBuilder<unknown>;

function measureSql(
  fields: ReadonlyMap<string, Field>,
  measure: Measure,
  amount: AmountSql,
): RawBuilder<unknown> {
  if (measure.op === "count") return sql`count(*)`;
  const field = fieldOf(fields, measure.field ?? "", "measure.field");
  if (!numberTypes.has(field.type)) {
    throw problem("invalid-input", `${field.label} is not a number, so it has no ${measure.op}.`, {
      fields: [{ path: "measure.field", message: "the slug of a number or currency field" }],
    });
  }
  const column = amount(field);
  const aggregates = {
    sum: sql`sum(${column})`,
    mean: sql`avg(${column})`,
    min: sql`min(${column})`,
    max: sql`max(${column})`,
  };
  return aggregates[measure.op];
}

/** How many of the records have the value at all. */
function valuedSql(
  fields: ReadonlyMap<string, Field>,
  { op, field }: Measure,
  amount: AmountSql,
): RawBuilder<unknown> {
  return op === "count"
    ? sql`count(*)`
    : sql`count(${amount(fieldOf(fields, field ?? "", "measure.field"))})`;
}

/** A value, money in the company's currency. A trait's money is the company's already. */
function amountSql(type: ObjectType, field: Field, currency: string): RawBuilder<unknown> {
  const column = columnSql(field);
  if (!type.hasOwnCurrency || field.type !== "currency" || field.origin === "trait") return column;
  return sql`case when coalesce(r.currency, ${currency}) = ${currency} then ${column} else round(${column} * rates.rate, 2) end`;
}

const columnSql = ({ column }: Field) => sql.id(column.table === "derived" ? "r_d" : "r", column.name);

function fieldOf(fields: ReadonlyMap<string, Field>, slug: string, path: string): Field {
  const field = fields.get(slug);
  if (field) return field;
  throw problem("invalid-input", `There is no field “${slug}” to aggregate by.`, {
    fields: [{ path, message: "the slug of a field of this object" }],
  });
}

function drill(
  filter: RuleJson | undefined,
  groups: readonly Grouping[],
  row: Readonly<Record<string, string | number | null>>,
): RuleJson {
  const conditions = groups.map(({ group, field }, index) =>
    drillOf(field, group, (row[`k${index}`] ?? null) as string | null),
  );
  return { all: [...(filter === undefined ? [] : [filter]), ...conditions] };
}

/** What an empty group is called: `No lifecycle`, but `No CSM` and `No primary score (Adoption)`. */
function withoutValue(label = "value"): string {
  const isShort = /^\p{Lu}{2}/u.test(label);
  return `No ${isShort ? label : label.slice(0, 1).toLowerCase() + label.slice(1)}`;
}

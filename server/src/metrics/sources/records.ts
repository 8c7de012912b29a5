import { checkRule, compileRule, type Env, type Catalog as RuleCatalog } from "@perennial/rules";
import { type RawBuilder, sql } from "kysely";
import type { Context } from "../../kernel/context.ts";
import { problem } from "../../kernel/errors.ts";
import {
  accountsOfRecords,
  boundText,
  type Catalog,
  catalogOf,
  derivedJoin,
  type Field,
  isPast,
  type ObjectType,
  ownFields,
  type PastContext,
  parseRuleFor,
  recordsThen,
} from "../../objects/index.ts";
import { missing, selectMetrics } from "../metric-parts.sql.ts";
import { dayOf, isWholeRowValue, type RowFacts, rowSeries, selectRowMetrics } from "../row-facts.sql.ts";
import { type MetricStatement, type SourceOf, sourceKind } from "../source-kind.ts";

type Source = SourceOf<"records">;

/** Records of any kind that belong to accounts, by a date or instant of theirs: the company's own kinds too. */
export const recordsKind = sourceKind<"records">({
  kind: "records",
  isWhole: ({ aggregate }) => isWholeRowValue(aggregate),
  statement: ({ object }) => statementOf(object),
  async check({ app, tx, source }) {
    const catalog = await catalogOf(app, tx);
    const wrong = problemsOf(source, catalog);
    if (wrong.length > 0) {
      throw problem("invalid-input", wrong.map(({ message }) => message).join(" "), { fields: wrong });
    }
    if (source.where) await parseRuleFor(app, tx, source.object, source.where);
  },
  async series(asked, source) {
    const facts = factsOf(source, asked);
    return facts ? rowSeries(asked, source.aggregate, facts) : [];
  },
  async facts(asked, source) {
    const type = asked.catalog.types.get(source.object);
    const facts = factsOf(source, asked);
    if (!type || !facts) return nothing;
    const ownFields = asked.catalog.fieldsOf(source.object);
    const named = ownFields.get("name") ?? ownFields.get("subject");
    const label = named ? sql`coalesce(${columnOf(named)}, ${type.label})` : sql`${type.label}::text`;
    const asksField = source.field !== null && source.field !== undefined;
    return sql`
      select ${dayOf(facts, asked.timeZone)} as day, ${facts.isDate ? sql`null::timestamptz` : facts.at} as at, ${label} as label,
             ${asksField ? sql`to_jsonb(${facts.distinct})` : sql`null::jsonb`} as seen, null as note, r.id
        from ${facts.from} where ${facts.ownerId} = ${asked.ownerId}::uuid and (${facts.fits})`;
  },
});

const nothing = sql`
  select null::date as day, null::timestamptz as at, null::text as label, null::jsonb as seen, null as note, null::uuid as id where false`;

function statementOf(object: string): MetricStatement {
  return {
    key: `metrics:records:${object}`,
    select(metrics, at) {
      const columns = new Map<string, RawBuilder<unknown>>();
      const rows = metrics.flatMap(({ metric }) => {
        const source = metric.source as Source;
        const facts = factsOf(source, at, columns);
        return facts ? [{ metric, aggregate: source.aggregate, facts }] : [];
      });
      // A kind of record that was archived has no records to count.
      if (rows.length < metrics.length) {
        const none = { value: missing, previous: missing };
        return selectMetrics(
          metrics.map(({ metric }) => ({ metric, expressions: none })),
          [],
          sql`from accounts a where a.id = ${at.scope}`,
        );
      }
      return selectRowMetrics(rows, at);
    },
  };
}

function columnOf(field: Field): RawBuilder<unknown> {
  return sql.id(field.column.table === "record" ? "r" : "r_d", field.column.name);
}

/** What every record has beside its fields. */
const ofEvery: Readonly<Record<string, RawBuilder<unknown>>> = {
  createdAt: sql`r.created_at`,
  updatedAt: sql`r.updated_at`,
};

/** @param columns fields that were asked for before, so that rows dated alike are known to be */
function factsOf(
  source: Source,
  { ctx, catalog, rules, env }: { ctx?: Context; catalog: Catalog; rules: RuleCatalog; env: Env },
  columns = new Map<string, RawBuilder<unknown>>(),
): RowFacts | undefined {
  const type = catalog.types.get(source.object);
  const fields = catalog.fieldsOf(source.object);
  const dated = fields.get(source.at);
  const at = columns.get(source.at) ?? ofEvery[source.at] ?? (dated && columnOf(dated));
  const accounts = type && accountsOfRecords(type);
  if (!type || !accounts || !at) return undefined;
  columns.set(source.at, at);
  const asked = source.field ? fields.get(source.field) : undefined;
  const value = asked ? columnOf(asked) : missing;
  return {
    from: sql`${ctx && isPast(ctx) ? recordsOfDay(ctx, catalog, type, source.at) : sql.table(type.table)} r${derivedJoin(type)}${accounts.join}`,
    ownerId: accounts.accountId,
    fits: sql`r.archived_at is null and ${isWanted(source, rules, env)}`,
    at,
    isDate: dated?.type === "date",
    weight: sql`1`,
    number: isNumber(asked) ? sql`${value}::numeric` : sql`null::numeric`,
    distinct: value,
  };
}

/** The records as they were, also those entered later: they were there from the day that counts. */
function recordsOfDay(ctx: PastContext, catalog: Catalog, type: ObjectType, at: string): RawBuilder<unknown> {
  const since = catalog.fieldsOf(type.slug).get(at);
  const ownDates = {
    ...type.ownDates,
    since: since?.column.table === "record" ? since.column.name : "created_at",
  };
  return sql`(${recordsThen(ctx, { ...type, ownDates }, ownFields(catalog, type), "each")})`;
}

function isWanted({ where, object }: Source, rules: RuleCatalog, env: Env): RawBuilder<unknown> {
  if (!where) return sql`true`;
  const checked = checkRule(where, rules, object);
  // A rule that cannot be asked any more fits nothing, rather than everything.
  if ("problems" in checked) return sql`false`;
  const params: unknown[] = [];
  return sql`(${boundText(compileRule(checked.rule, { alias: "r", env, params }).sql, params)})`;
}

function isNumber(field: Field | undefined): boolean {
  return field !== undefined && ["number", "integer", "percentage", "currency"].includes(field.type);
}

function* found(source: Source, catalog: Catalog): Generator<{ path: string; message: string }> {
  const counted = [...catalog.types.values()].filter((each) => accountsOfRecords(each) !== undefined);
  const type = counted.find((each) => each.slug === source.object);
  if (!type) {
    const known = counted.map((each) => each.slug).join(", ");
    const message = `There is no kind of record “${source.object}” that belongs to accounts. Choose one of: ${known}.`;
    return yield { path: "source.object", message };
  }
  const fields = catalog.fieldsOf(type.slug);
  const dated = fields.get(source.at);
  if (!ofEvery[source.at] && !["date", "instant"].includes(dated?.type ?? "")) {
    const known = [...fields.values()].filter((each) => each.type === "date" || each.type === "instant");
    const names = ["createdAt", ...known.map((each) => each.slug)].join(", ");
    yield {
      path: "source.at",
      message: `“${source.at}” is no date of ${type.labelPlural.toLowerCase()}. Choose one of: ${names}.`,
    };
  }
  if (!source.field) return;
  const asked = fields.get(source.field);
  const path = "source.field";
  if (!asked) {
    yield {
      path,
      message: `${type.labelPlural} have no field “${source.field}”. Choose one of their fields.`,
    };
  } else if (source.aggregate !== "distinct" && !isNumber(asked)) {
    yield { path, message: `${asked.label} is no number. Choose a number, or count distinct values.` };
  } else if (asked.type === "currency" && fields.has("currency")) {
    yield {
      path,
      message: `${type.labelPlural} may be in several currencies, which a metric cannot add up. Define a calculated trait instead, such as sum(${type.plural}.${asked.slug}).`,
    };
  }
}

function problemsOf(source: Source, catalog: Catalog) {
  return [...found(source, catalog)];
}

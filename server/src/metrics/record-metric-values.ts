import { type MetricRole, metricRoles, metricValuesInput, slugText } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { type AccountReference, resolveAccounts } from "../accounts/index.ts";
import { markDirty, requestPass } from "../engine/index.ts";
import { type Change, command, type DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { raiseDefinitionVersion } from "../objects/index.ts";
import { nodeKeyOf } from "./metric-nodes.ts";
import { defineMetrics, takeRole } from "./write-metrics.ts";

type Item = z.output<typeof metricValuesInput>;
export type MetricValuesRow =
  | { status: "created" | "updated" | "unchanged" }
  | { status: "rejected"; problems: { path: string; message: string }[] };
type Value = {
  row: number;
  accountId: string;
  metricId: string;
  on: string;
  grain: "day" | "month";
  value: string;
};

const givenNode = nodeKeyOf({ object: "account", source: { kind: "given", aggregate: "sum" } });
const roleValues = metricRoles.map((role) => role.value) as [MetricRole, ...MetricRole[]];

/**
 * Records values of metrics that come already counted. A value for the same account, metric and day replaces the one
 * before. Metrics that do not exist are made where `create` says so, else their rows are rejected.
 */
export const recordMetricValues = command({
  name: "metric-values.record",
  permission: "metrics.write",
  input: z.object({
    items: z.array(metricValuesInput).max(10_000),
    create: z.boolean().default(false),
    roles: z.record(z.string(), z.enum(roleValues)).default({}),
    source: z.string().default("app"),
  }),
  async run({ tx, ctx, input }) {
    const made = await prepareMetrics(tx, ctx, input);
    const metricIds = await givenMetrics(tx);
    const accounts = await resolveAccounts(
      tx,
      input.items.map((item) => item.account as AccountReference),
      input.source,
    );
    const values: Value[] = [];
    const problems = input.items.map((item, row) => {
      const account = accounts[row];
      const found = [...problemsOfItem(item, metricIds)];
      if (!account || "problem" in account) {
        found.push({ path: "account", message: account?.problem ?? "an account is required" });
      }
      if (found.length === 0 && account && "id" in account) {
        values.push(...valuesOf(item, row, account.id, metricIds));
      }
      return found;
    });
    const written = await upsertValues(tx, lastOfEach(values));
    await markDirty(
      tx,
      written.values().map((each) => each.accountId),
      ctx.now,
    );
    const results = input.items.map((_, row): MetricValuesRow => {
      const found = problems[row] ?? [];
      if (found.length > 0) return { status: "rejected", problems: found };
      const own = values.filter((value) => value.row === row).map((value) => written.get(keyOf(value)));
      if (own.some((each) => each?.isNew)) return { status: "created" };
      return { status: own.some((each) => each !== undefined) ? "updated" : "unchanged" };
    });
    return { result: results, changes: made.changes, events: made.events };
  },
});

/** Makes the metrics that are absent where that was asked for, and gives roles. */
async function prepareMetrics(
  tx: Tx,
  ctx: Context,
  input: { items: readonly Item[]; create: boolean; roles: Record<string, MetricRole> },
): Promise<{ changes: Change[]; events: DomainEvent[] }> {
  const rows = await tx.selectFrom("metrics").select(["id", "slug", "role"]).execute();
  const known = new Map(rows.map((row) => [row.slug, row]));
  const absent = [...new Set(input.items.flatMap((item) => Object.keys(item.values)))].filter(
    (slug) => !known.has(slug) && slugText.safeParse(slug).success,
  );
  const changes: Change[] = [];
  for (const [slug, role] of Object.entries(input.roles)) {
    const row = known.get(slug);
    if (!row || row.role === role) continue;
    changes.push(...(await takeRole(tx, role, row.id)));
    await tx.updateTable("metrics").set({ role }).where("id", "=", row.id).execute();
    changes.push({
      object: "metric",
      objectId: row.id,
      accountId: null,
      field: "role",
      old: row.role,
      new: role,
    });
  }
  if (changes.length > 0) {
    await raiseDefinitionVersion(tx);
    await requestPass(tx, ctx.now, "roles of metrics were given", [givenNode]);
  }
  if (!input.create || absent.length === 0) return { changes, events: [] };
  const made = await defineMetrics(
    tx,
    ctx,
    absent.map((slug) => ({
      slug,
      name: nameOf(slug),
      description: "Given already counted",
      object: "account",
      source: { kind: "given", aggregate: "sum" },
      windowDays: 30,
      role: input.roles[slug] ?? null,
    })),
  );
  return { changes: [...changes, ...made.changes], events: made.events };
}

/** `api_calls` → `Api calls`. */
function nameOf(slug: string): string {
  const words = slug.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

async function givenMetrics(tx: Tx): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; slug: string }>`
    select id, slug from metrics where source->>'kind' = 'given' and archived_at is null
  `.execute(tx);
  return new Map(rows.map((row) => [row.slug, row.id]));
}

const decimal = /^-?\d{1,16}(\.\d+)?$/;

function* problemsOfItem(item: Item, metricIds: ReadonlyMap<string, string>) {
  if ((item.on === undefined) === (item.month === undefined)) {
    yield { path: "on", message: "give either a day (on) or a month" };
  } else if (dayOfItem(item) === undefined) {
    yield { path: item.on === undefined ? "month" : "on", message: "not a date" };
  }
  for (const [slug, value] of Object.entries(item.values)) {
    if (!metricIds.has(slug)) {
      yield { path: `values.${slug}`, message: "there is no metric of this slug whose values are given" };
    } else if (value !== null && value !== "" && !decimal.test(String(value))) {
      yield { path: `values.${slug}`, message: `“${value}” is not a number` };
    }
  }
}

function dayOfItem(item: Item): string | undefined {
  try {
    const text = item.on ?? `${item.month?.slice(0, 7)}-01`;
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString();
  } catch {
    return undefined;
  }
}

function valuesOf(
  item: Item,
  row: number,
  accountId: string,
  metricIds: ReadonlyMap<string, string>,
): Value[] {
  const on = dayOfItem(item) ?? "";
  return Object.entries(item.values).flatMap(([slug, value]) =>
    value === null || value === ""
      ? []
      : [
          {
            row,
            accountId,
            metricId: metricIds.get(slug) ?? "",
            on,
            grain: item.on === undefined ? ("month" as const) : ("day" as const),
            value: String(value),
          },
        ],
  );
}

function keyOf(value: Pick<Value, "accountId" | "metricId" | "on">): string {
  return `${value.accountId} ${value.metricId} ${value.on}`;
}

/** Of two rows that say the same account, metric and day the later counts. */
function lastOfEach(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

async function upsertValues(
  tx: Tx,
  values: readonly Value[],
): Promise<Map<string, { accountId: string; isNew: boolean }>> {
  if (values.length === 0) return new Map();
  const { rows } = await sql<{ account_id: string; metric_id: string; on: string; is_new: boolean }>`
    insert into metric_values (account_id, metric_id, "on", grain, value)
    select * from unnest(
      ${values.map((each) => each.accountId)}::uuid[], ${values.map((each) => each.metricId)}::uuid[],
      ${values.map((each) => each.on)}::date[], ${values.map((each) => each.grain)}::text[],
      ${values.map((each) => each.value)}::numeric[]) as r (account_id, metric_id, day, grain, value)
     order by 1, 2, 3
    on conflict (account_id, metric_id, "on") do update set value = excluded.value, grain = excluded.grain
      where (metric_values.value, metric_values.grain) is distinct from (excluded.value, excluded.grain)
    returning account_id, metric_id, "on", (xmax = 0) as is_new
  `.execute(tx);
  return new Map(
    rows.map((row) => [
      keyOf({ accountId: row.account_id, metricId: row.metric_id, on: row.on }),
      { accountId: row.account_id, isNew: row.is_new },
    ]),
  );
}

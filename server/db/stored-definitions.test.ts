import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate } from "../src/kernel/database/migrate.ts";
import { createTestDatabase, type TestDatabase } from "../test/database.ts";

/** What a company stored before a release that renamed what rules ask about. */
let database: TestDatabase;
const now = Temporal.Instant.from("2026-11-23T07:00:00Z");
const folder = join(import.meta.dirname, "migrations");
const later = [770, 771, 772];
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;

async function insert(table: string, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row);
  const places = names.map((_, at) => `$${at + 1}`).join(", ");
  await database.pool.query(
    `insert into ${table} (${names.join(", ")}) values (${places})`,
    Object.values(row),
  );
}
async function stored(table: string, column: string, key: string) {
  const { rows } = await database.pool.query(
    `select ${column} as value from ${table} where ${table === "playbook_versions" ? "playbook_id" : "id"} = $1`,
    [key],
  );
  return rows[0]?.value;
}
const times = { created_at: now.toString(), updated_at: now.toString() };
const segment = (n: number, slug: string, rule: object, more: object = {}) =>
  insert("segments", {
    ...times,
    id: id(n),
    slug,
    name: slug,
    description: "The overall health score is below 40.",
    object: "account",
    rule: JSON.stringify(rule),
    reads: ["score:overall"],
    tone: "bad",
    is_shipped: true,
    ...more,
  });
const indicator = (n: number, slug: string, more: object) =>
  insert("indicator_definitions", {
    ...times,
    id: id(n),
    slug,
    name: slug,
    description: "Mine",
    polarity: "risk",
    severity: "low",
    zones: "[]",
    reads: ["lifecycle"],
    owner: '{"kind":"key-role","role":"csm"}',
    due_in_days: 7,
    message: "Mine",
    clears: '{"kind":"condition"}',
    quiet_days: 30,
    is_shipped: true,
    ...more,
  });
const overall = (value: number) => ({ subject: "score:overall", op: "less-than", value });
const far = (metric: string, atLeast: number) =>
  JSON.stringify({
    subject: `metric:${metric}`,
    op: "deviates-from-baseline",
    value: { segments: ["high_touch", "medium_touch", "low_touch"], atLeast, direction: "below" },
  });
const withCause = (where: object) => ({ related: "risks", quantifier: { kind: "any" }, where });

beforeAll(async () => {
  database = await createTestDatabase({ isEmpty: true });
  const isWanted = ({ number }: { number: number }) => !later.includes(number);
  await migrate({ url: database.url, folder, now, isWanted });
  await segment(1, "at_risk", overall(40));
  await segment(2, "mine", overall(40), { is_shipped: false });
  await indicator(1, "health_at_risk", {
    threshold: JSON.stringify(overall(40)),
    reads: ["lifecycle", "score:overall"],
    message: "Health is {{ account.scores.overall | round }}.",
  });
  await indicator(2, "contact_frequency_low", {
    rule: far("contact_frequency_30d", 2),
    message:
      "{{ account.metrics.contact_frequency_30d }} contacts in 30 days, far less than healthy accounts of its kind.",
    reads: ["lifecycle", "metric:contact_frequency_30d", "segment:high_touch"],
  });
  await insert("hubs", {
    created_at: times.created_at,
    id: id(1),
    slug: "renewals",
    name: "Renewals",
    description: "",
    position: 0,
  });
  const widgets = [
    { kind: "pie", title: "ARR by health", object: "account", groupBy: [{ field: "score:overall.label" }] },
    { kind: "pie", title: "Mine", object: "account", groupBy: [{ field: "score:overall.label" }] },
  ];
  await insert("dashboards", {
    ...times,
    id: id(1),
    slug: "cs_leadership",
    hub_id: id(1),
    name: "CS leadership",
    widgets: JSON.stringify(widgets),
    position: 0,
  });
  await segment(
    3,
    "priced_out",
    { not: withCause({ all: [{ subject: "secondaryCause", op: "is", value: "price" }] }) },
    { reads: ["risk/secondaryCause"] },
  );
  await insert("views", {
    ...times,
    id: id(1),
    name: "By cause",
    object: "risk",
    sharing: "all",
    definition: JSON.stringify({
      filter: { subject: "secondaryCause", op: "is-none-of", value: ["price", "budget"] },
      columns: ["summary", "secondaryCause"],
      sort: "-secondaryCause",
      group: { field: "secondaryCause", by: null },
      layout: "board",
      layoutField: "secondaryCause",
      widths: { secondaryCause: 120 },
      pinned: null,
      footers: {},
    }),
  });
  await insert("dashboards", {
    ...times,
    id: id(2),
    slug: "risks",
    hub_id: id(1),
    name: "Risks",
    position: 1,
    widgets: JSON.stringify([
      {
        kind: "bar",
        title: "Causes",
        object: "risk",
        measure: { op: "count" },
        groupBy: [{ field: "rootCause" }, { field: "secondaryCause" }],
        filter: { subject: "secondaryCause", op: "is-not-empty" },
      },
      { kind: "table", title: "All", object: "risk", columns: ["secondaryCause"], sort: "secondaryCause" },
    ]),
  });
  const account = { id: id(1), name: "Lark", ...times };
  await insert("accounts", account);
  await insert("history", {
    account_id: id(1),
    id: id(1),
    object: "risk",
    object_id: id(9),
    field: "secondaryCause",
    old: null,
    new: '"price"',
    at: now.toString(),
    recorded_at: now.toString(),
    command: "risks.update",
    actor_kind: "person",
    actor_id: "x",
    actor_name: "X",
    request_id: "r",
  });
  await migrate({ url: database.url, folder, now });
});
afterAll(() => database.close());

describe("what was stored before the release", () => {
  it("asks about the primary score where it stood as it was shipped, and stays where somebody edited it", async () => {
    expect(await stored("segments", "rule", id(1))).toEqual({
      subject: "primaryScore",
      op: "less-than",
      value: 40,
    });
    expect(await stored("segments", "reads", id(1))).toEqual(["primaryScore"]);
    expect(await stored("segments", "rule", id(2))).toEqual(overall(40));
    expect(await stored("indicator_definitions", "threshold", id(1))).toMatchObject({
      subject: "primaryScore",
    });
    expect(await stored("indicator_definitions", "reads", id(1))).toEqual(["lifecycle", "primaryScore"]);
    expect(await stored("indicator_definitions", "message", id(1))).toBe(
      "Health is {{ account.primary_score | round }}.",
    );
    const widgets = await stored("dashboards", "widgets", id(1));
    expect(widgets.map((widget: { groupBy: unknown }) => widget.groupBy)).toEqual([
      [{ field: "primaryScore.label" }],
      [{ field: "score:overall.label" }],
    ]);
  });

  it("has a bound of contact far below the usual that can be reached", async () => {
    expect(await stored("indicator_definitions", "rule", id(2))).toEqual(
      JSON.parse(far("contact_frequency_90d", 1)),
    );
    expect(await stored("indicator_definitions", "description", id(2))).toBe("Mine");
    expect(await stored("indicator_definitions", "message", id(2))).toContain("less than is usual");
    expect(await stored("indicator_definitions", "reads", id(2))).toContain("metric:contact_frequency_90d");
  });

  it("asks about several secondary causes where it asked about one", async () => {
    expect(await stored("segments", "rule", id(3))).toEqual({
      not: withCause({ all: [{ subject: "secondaryCauses", op: "has-any", value: ["price"] }] }),
    });
    expect(await stored("segments", "reads", id(3))).toEqual(["risk/secondaryCauses"]);
    expect(await stored("views", "definition", id(1))).toEqual({
      filter: { subject: "secondaryCauses", op: "has-none", value: ["price", "budget"] },
      columns: ["summary", "secondaryCauses"],
      sort: null,
      group: null,
      layout: "table",
      layoutField: null,
      widths: { secondaryCauses: 120 },
      pinned: null,
      footers: {},
    });
    const [bar, table] = await stored("dashboards", "widgets", id(2));
    expect(bar).toMatchObject({
      groupBy: [{ field: "rootCause" }],
      filter: { subject: "secondaryCauses", op: "is-not-empty" },
    });
    expect(table).toEqual({ kind: "table", title: "All", object: "risk", columns: ["secondaryCauses"] });
    const { rows } = await database.pool.query("select field, old, new from history");
    expect(rows).toEqual([{ field: "secondaryCauses", old: null, new: ["price"] }]);
  });
});

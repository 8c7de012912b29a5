import type { HealthModel } from "@perennial/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { drainEngine } from "../../engine/index.ts";

let t: TestApp;
let csm = "";
const ids = new Map<string, string>();
const idOf = (name: string) => ids.get(name) ?? "";
/** What the live engine said at the end of each day, by account. */
const live = new Map<string, Map<string, { value: number | null; label: string | null }>>();

const line = (from: number, to: number) => ({
  kind: "linear" as const,
  from: { value: from, points: 0 },
  to: { value: to, points: 100 },
});
const rule = (slug: string, json: object) => ({
  slug,
  name: slug,
  weight: 2,
  source: { kind: "rule" as const, rule: json as never },
  transform: { kind: "truth" as const, whenTrue: 100, whenFalse: 10 },
  missing: "leave-out" as const,
});
const number = (slug: string, field: string, to: number) => ({
  slug,
  name: slug,
  weight: 3,
  source: { kind: "field" as const, field },
  transform: line(0, to),
  missing: "leave-out" as const,
});
const model: HealthModel = {
  groups: [
    {
      slug: "all",
      name: "All",
      weight: 1,
      measures: [
        number("people", "employeeCount", 100),
        number("volume", "metric:volume", 50),
        number("tickets_opened", "metric:tickets_opened_30d", 4),
        number("other", "score:relationship", 100),
        rule("owned", { subject: "keyRole:csm", op: "is-set" }),
        rule("quiet", {
          related: "tickets",
          quantifier: { kind: "none" },
          where: { subject: "solvedAt", op: "is-empty" },
        }),
        {
          slug: "felt",
          name: "felt",
          weight: 4,
          source: { kind: "field", field: "pulse" },
          transform: { kind: "pulse", points: [0, 25, 50, 75, 100] },
          missing: "leave-out",
        },
      ],
    },
  ],
  labels: [
    { value: "red", label: "Red", from: 0, tone: "bad" },
    { value: "green", label: "Green", from: 50, tone: "good" },
  ],
  minimumCoveragePct: 0,
  variants: [
    {
      slug: "scale",
      name: "Scale",
      segment: "on_scale",
      groups: [{ slug: "few", name: "Few", weight: 1, measures: [number("seats", "seatsLicensed", 20)] }],
      minimumCoveragePct: 0,
    },
  ],
};

async function post(url: string, body: object, method: "POST" | "PATCH" | "PUT" = "POST") {
  const answer = await t.inject({ method, url, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

/** Notes what the engine says now, and goes on to the next day. */
async function endDay() {
  await drainEngine(t.app);
  const day = t.clock.now().toZonedDateTimeISO("UTC").toPlainDate().toString();
  for (const [name, id] of ids) {
    const { value, label } = (await t.inject({ url: `accounts/${id}` })).body.scores.past;
    const own = live.get(day) ?? new Map();
    live.set(day, own.set(name, { value, label }));
  }
  t.advance({ hours: 24 });
  await t.drain();
}

beforeAll(async () => {
  t = await testApp();
  csm = (await t.db.selectFrom("teammates").select("id").executeTakeFirst())?.id ?? "";
  if (csm === "") {
    csm = (await post("teammates", { name: "Cleo", email: "cleo@ours.example", role: "csm" })).id;
  }
  await post("metrics", {
    slug: "volume",
    name: "Volume",
    description: "",
    source: { kind: "given", aggregate: "sum" },
  });
  await post("segments", {
    slug: "on_scale",
    name: "On Scale",
    rule: { subject: "plan", op: "is", value: "Scale" },
  });
  for (const name of ["One", "Two"]) {
    ids.set(name, (await post("accounts", { name, employeeCount: 20, seatsLicensed: 5 })).id);
  }
  await post("health-scores", { slug: "past", name: "Past", model });
  const value = (on: string, amount: number) => ({ account: idOf("One"), on, values: { volume: amount } });
  await post("metric-values", {
    items: [value("2026-11-20", 10), value("2026-11-23", 5), value("2026-11-25", 20)],
  });
  await endDay();
  const ticket = await post("tickets", {
    account: idOf("One"),
    subject: "Slow",
    openedAt: "2026-11-24T08:00:00Z",
  });
  await post(`accounts/${idOf("One")}`, { employeeCount: 80, keyRoles: { csm } }, "PATCH");
  await endDay();
  await post(`accounts/${idOf("Two")}`, { plan: "Scale" }, "PATCH");
  await post(`accounts/${idOf("One")}/pulses`, { sentiment: 4, expiresOn: "2026-11-26" });
  await post(`tickets/${ticket.id}`, { solvedAt: "2026-11-25T08:30:00Z", status: "solved" }, "PATCH");
  await endDay();
  await post(`accounts/${idOf("One")}`, { keyRoles: { csm: null }, employeeCount: 30 }, "PATCH");
  await endDay();
  await endDay();
});
afterAll(() => t.close());

describe("a back-cast", () => {
  it("says of each past day what the live engine said then", async () => {
    const days = [...live.keys()];
    const made = await t.inject({
      method: "POST",
      url: "health-scores/past/backcasts",
      body: { from: days[0], to: days.at(-1), step: "week", model },
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    // Every seventh day would be one: each day by itself.
    for (const day of days) {
      const { body } = await t.inject({
        method: "POST",
        url: "health-scores/past/backcasts",
        body: { from: day, to: day },
      });
      await t.drain();
      const cast = (await t.inject({ url: `health-backcasts/${body.id}` })).body;
      expect(cast.error).toBeNull();
      expect(cast).toMatchObject({
        status: "done",
        daysDone: 1,
        version: 1,
      });
      const { rows } = await sql<{ id: string; value: number | null; label: string | null }>`
        select account_id as id, value::float8 as value, label from health_backcast_values where backcast_id = ${body.id}
      `.execute(t.db);
      const found = [...ids].map(([name, id]) => {
        const row = rows.find((each) => each.id === id);
        return [name, { value: row?.value ?? null, label: row?.label ?? null }];
      });
      expect(Object.fromEntries(found), day).toEqual(Object.fromEntries(live.get(day) ?? []));
    }
  });

  it("leaves everything as it is", async () => {
    const before = await t.inject({ url: `accounts/${idOf("One")}` });
    await drainEngine(t.app);
    const after = await t.inject({ url: `accounts/${idOf("One")}` });
    expect(after.body.scores).toEqual(before.body.scores);
    const { rows } =
      await sql`select 1 from pg_class where relpersistence = 't' and relname = 'account_derived'`.execute(
        t.db,
      );
    expect(rows).toEqual([]);
  });

  it("is refused of days to come, of an unknown version, and to who may not write scores", async () => {
    const ask = (body: object, as: "administrator" | "csm" = "administrator") =>
      t.inject({ method: "POST", url: "health-scores/past/backcasts", body, as });
    expect((await ask({ from: "2026-11-01", to: "2027-11-01" })).body.fields[0].path).toBe("to");
    expect((await ask({ from: "2026-11-20", to: "2026-11-10" })).body.fields[0].path).toBe("from");
    expect((await ask({ from: "2026-11-01", to: "2026-11-10", version: 99 })).status).toBe(404);
    expect((await ask({ from: "2026-11-01", to: "2026-11-10" }, "csm")).status).toBe(403);
  });
});

import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drainEngine, requestPass } from "../../src/engine/index.ts";
import type { TestRequest } from "../app.ts";
import { brokenHistories, type EngineCompany, engineCompany, everythingDerived } from "../engine-workers.ts";

// Definitions of every kind are made, changed, archived and restored while facts arrive, workers compute and one of them is killed.
// In the end everything derived is what one recompute under the last definitions gives; meanwhile what is shown without progress is
// of the present definition.

let company: EngineCompany;
beforeAll(async () => {
  company = await engineCompany((t) =>
    sql`update accounts set region = case when n < 30 then 'North' else 'South' end
          from (select id as of, row_number() over (order by id) as n from accounts) numbered where numbered.of = accounts.id
    `.execute(t.db),
  );
}, 120_000);
afterAll(() => company.close());

async function ask(method: NonNullable<TestRequest["method"]>, url: string, body?: unknown) {
  const answer = await company.t.inject({ method, url, ...(body === undefined ? {} : { body }) });
  if (answer.status >= 400) throw new Error(`${method} ${url}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const model = (weight: number) => ({
  groups: [
    {
      slug: "use",
      name: "Use",
      weight: 1,
      measures: ["m_opened", "m_answers"].map((slug, index) => ({
        slug,
        name: slug,
        weight: index === 0 ? weight : 1,
        source: { kind: "field", field: `metric:${slug}` },
        transform: { kind: "linear", from: { value: 0, points: 0 }, to: { value: 6, points: 100 } },
      })),
    },
  ],
  labels: [
    { value: "low", label: "Low", from: 0, tone: "bad" },
    { value: "high", label: "High", from: 50, tone: "good" },
  ],
  minimumCoveragePct: 0,
});
const region = (value: string) => ({ subject: "region", op: "is", value });

/** Looks at the segment again and again: without a pass under way it holds who fits its rule. */
async function watchSegment(
  isOver: () => boolean,
): Promise<{ looks: number; underWay: number; wrong: unknown[] }> {
  const seen = { looks: 0, underWay: 0, wrong: [] as unknown[] };
  for (; !isOver(); await sleep(5)) {
    const { body } = await company.t.inject({ url: "segments/watched" });
    seen.looks += 1;
    if (body.pass) seen.underWay += 1;
    else if (body.memberCount !== (body.rule.value === "North" ? 29 : 11)) {
      seen.wrong.push({ asked: body.rule.value, shown: body.memberCount });
    }
  }
  return seen;
}

/**
 * Has whoever asks how far passes are wait for the part that is being computed, time and again: what was read before that is then
 * of before the part, and shows if it is taken for what is true after it.
 */
async function delayProgress(isOver: () => boolean): Promise<void> {
  for (; !isOver(); await sleep(5)) {
    await company.t.db.transaction().execute(async (tx) => {
      await sql`lock table engine_passes in access exclusive mode`.execute(tx);
    });
  }
}

test("definitions change online: the end is a full recompute's, and nothing old is shown as true meanwhile", async () => {
  const { t, workers, facts } = company;
  await Promise.all([workers.start(), workers.start()]);
  await ask("POST", "segments", { slug: "watched", name: "Watched", rule: region("North") });
  await workers.settled();
  let isOver = false;
  const writing = Promise.all([0, 1].map((writer) => facts.write(writer, () => isOver)));
  const watching = watchSegment(() => isOver);
  const delaying = delayProgress(() => isOver);
  for (const each of [writing, watching, delaying]) each.catch(() => undefined);

  const metric = { name: "Opened", source: { kind: "tickets", aggregate: "opened" }, windowDays: 7 };
  const opened = await ask("POST", "metrics", { slug: "m_opened", ...metric });
  await ask("POST", "metrics", {
    slug: "m_answers",
    name: "Answers",
    source: { kind: "surveys", survey: "nps", aggregate: "responses" },
    windowDays: 30,
  });
  const trait = await ask("POST", "traits", {
    object: "account",
    slug: "load",
    name: "Load",
    type: "number",
    formula: "m_opened * 2",
  });
  await ask("POST", "segments", {
    slug: "busy",
    name: "Busy",
    rule: { subject: "trait:load", op: "at-least", value: 4 },
  });
  await ask("POST", "health-scores", { slug: "live", name: "Live", description: "", model: model(1) });
  const killed = workers.killInBatch("process");
  for (let n = 0; n < 3; n += 1) {
    await ask("PATCH", "segments/watched", { rule: region(n % 2 === 0 ? "South" : "North") });
    await ask("PATCH", `metrics/${opened.id}`, { windowDays: 14 + n });
    await ask("PATCH", `traits/${trait.id}`, { formula: `m_opened * ${n + 3} + 1` });
    await ask("PATCH", "segments/busy", { rule: { subject: "trait:load", op: "at-least", value: 5 + n } });
    await ask("PATCH", "health-scores/live", { model: model(n + 2) });
    await ask("DELETE", "segments/busy");
    await sleep(200);
    await ask("POST", "segments/busy/restoration");
  }
  await killed;
  await workers.start();
  await sleep(1_000);
  isOver = true;
  await Promise.all([writing, delaying]);
  const seen = await watching;
  expect(seen.wrong).toEqual([]);
  expect(Math.min(seen.underWay, seen.looks - seen.underWay)).toBeGreaterThan(0);

  await workers.settled();
  expect((await ask("GET", "segments/watched")).pass).toBeNull();
  const derived = await everythingDerived(t);
  expect(await brokenHistories(t)).toEqual([]);
  await workers.stop();
  await t.db.transaction().execute((tx) => requestPass(tx, t.clock.now(), "all anew"));
  await drainEngine(t.app, 2);
  expect(derived).toEqual(await everythingDerived(t));
}, 180_000);

import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { bucketErrors } from "../../test/events.ts";
import { accountCommands } from "../accounts/index.ts";
import { contactCommands } from "../contacts/index.ts";
import { recordEvents } from "../events/index.ts";
import { createHealthScore } from "../health/index.ts";
import { execute } from "../kernel/command.ts";
import type { Slice } from "../kernel/slice.ts";
import { meetingCommands } from "../meetings/index.ts";
import { createFeature, createMetric } from "../metrics/index.ts";
import { createSegment } from "../segments/index.ts";
import { surveyResponseCommands } from "../surveys/index.ts";
import { ticketCommands } from "../tickets/index.ts";
import { drainEngine, type NodeSource, requestPass } from "./index.ts";
import { runPassPart } from "./run-pass-part.ts";
import { tick } from "./tick.ts";

// Whatever the order in which events, tickets, meetings, answers and records come, in whatever batches, how often, and wherever workers die: what is derived in the
// end is what the events taken once and in order, or a full recompute, give.

/** A worker dies at every one of these numbered computations; a node like any other, which then throws. */
const deaths = new Set<number>();
let computations = 0;
const mortal: NodeSource = async () => [
  {
    kind: "source",
    key: "mortal",
    columns: [
      {
        name: "x_length",
        field: { slug: "nameLength", label: "Name length", group: "Test", type: "integer" },
      },
    ],
    // After the metrics, so that a death undoes what was already written.
    reads: ["metric:ordered_count"],
    select: ({ scope }) => {
      computations += 1;
      if (deaths.has(computations)) throw new Error("killed");
      return sql`select id as account_id, length(name) as x_length from accounts where id = ${scope}`;
    },
  },
];
const mortalSlice: Slice = { name: "mortal", contributes: { nodeSources: [mortal] } };

let t: TestApp;
beforeAll(async () => {
  t = await testApp({ moreSlices: [mortalSlice] });
  await sql`alter table account_derived add column x_length integer`.execute(t.db);
  const ctx = await t.ctx();
  const metrics = [
    { slug: "ordered_count", source: { kind: "events" as const, names: ["Opened"] }, windowDays: 7 },
    { slug: "ordered_days", source: { kind: "events" as const, aggregate: "days" as const }, windowDays: 30 },
    { slug: "ordered_contacts", source: { kind: "contacts" as const }, windowDays: 14 },
    {
      slug: "ordered_ever",
      source: { kind: "events" as const, aggregate: "days" as const },
      window: { kind: "all" as const },
    },
    {
      slug: "ordered_latest",
      source: { kind: "event-values" as const, aggregate: "latest" as const, property: "place" },
      window: { kind: "last" as const, count: 2, unit: "months" as const },
    },
    { slug: "ordered_share", source: { kind: "event-values" as const, aggregate: "contacts-pct" as const } },
    { slug: "ordered_each", source: { kind: "events" as const }, per: "contact" as const },
    ...(["opened", "open", "median-resolution-hours", "mean-csat"] as const).map((aggregate, n) => ({
      slug: `ordered_tickets_${n}`,
      source: { kind: "tickets" as const, aggregate },
    })),
    ...(["count", "days-since"] as const).map((aggregate, n) => ({
      slug: `ordered_records_${n}`,
      source: { kind: "records" as const, object: "ticket", at: "openedAt", aggregate },
    })),
    ...(["nps", "mean-latest", "mean", "responses", "detractors"] as const).map((aggregate, n) => ({
      slug: `ordered_answers_${n}`,
      source: { kind: "surveys" as const, survey: "nps", aggregate },
    })),
    {
      slug: "ordered_meetings",
      source: {
        kind: "records" as const,
        object: "meeting",
        at: "at",
        aggregate: "count" as const,
        where: { subject: "status", op: "is", value: "missed" },
      },
    },
    {
      slug: "ordered_touch",
      source: {
        kind: "touches" as const,
        of: "two-way" as const,
        aggregate: "days-since" as const,
        noteCategories: [],
      },
    },
  ];
  for (const metric of metrics) await execute(t.app, ctx, createMetric, { name: metric.slug, ...metric });
  const opened = {
    description: "",
    names: ["Opened"],
    removedBy: [],
    minTimes: 3,
    minContacts: 1,
    windowDays: 14,
  };
  await execute(t.app, ctx, createFeature, { ...opened, slug: "ordered_often", name: "Often" });
  await execute(t.app, ctx, createFeature, {
    ...opened,
    slug: "ordered_by_two",
    name: "By two",
    minContacts: 2,
  });
  await execute(t.app, ctx, createFeature, {
    ...opened,
    slug: "ordered_pair",
    name: "Pair",
    removedBy: ["Shared"],
  });
  await execute(t.app, ctx, createSegment, {
    slug: "ordered",
    name: "Ordered",
    rule: {
      any: [
        { subject: "metric:ordered_count", op: "at-least", value: 3 },
        {
          related: "tickets",
          quantifier: { kind: "at-least", count: 2 },
          where: { subject: "csat", op: "at-least", value: 3 },
        },
      ],
    },
  });
  await execute(t.app, ctx, createHealthScore, {
    slug: "ordered",
    name: "Ordered",
    description: "",
    model: {
      groups: [
        {
          slug: "use",
          name: "Use",
          weight: 1,
          measures: ["ordered_count", "ordered_days", "ordered_contacts"].map((slug, index) => ({
            slug,
            name: slug,
            weight: index + 1,
            source: { kind: "field" as const, field: `metric:${slug}` },
            transform: {
              kind: "linear" as const,
              from: { value: 0, points: 0 },
              to: { value: 6, points: 100 },
            },
          })),
        },
      ],
      labels: [
        { value: "low", label: "Low", from: 0, tone: "bad" },
        { value: "high", label: "High", from: 50, tone: "good" },
      ],
      minimumCoveragePct: 0,
    },
  });
  await drainEngine(t.app);
});
afterAll(() => t.close());

type Happening = { account: number; contact: number; name: string; hoursAgo: number };
const accounts = 3;
const happening = fc.record({
  account: fc.nat({ max: accounts - 1 }),
  contact: fc.nat({ max: 2 }),
  name: fc.constantFrom("Opened", "Shared"),
  hoursAgo: fc.nat({ max: 24 * 70 }),
});
/** Each happening once or more often, shuffled, cut into batches. */
const plan = fc.array(happening, { minLength: 1, maxLength: 30 }).chain((happenings) =>
  fc.record({
    happenings: fc.constant(happenings),
    sent: fc
      .tuple(
        fc.shuffledSubarray(
          [...happenings.keys()].flatMap((index) => [index, index]),
          { minLength: happenings.length },
        ),
        fc.shuffledSubarray([...happenings.keys()], { minLength: happenings.length }),
      )
      .map(([some, all]) => [...some, ...all]),
    batchSize: fc.integer({ min: 1, max: 12 }),
    workers: fc.integer({ min: 1, max: 3 }),
    deaths: fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 3 }),
  }),
);

/** By external id. */
const contactIds = new Map<string, string>();

/** Three accounts of a name of their own, each with three contacts. */
async function makeAccounts(run: string): Promise<string[]> {
  const ctx = await t.ctx();
  const ids: string[] = [];
  for (let n = 0; n < accounts; n += 1) {
    const externalId = `${run}-${n}`;
    const { id } = await execute(t.app, ctx, accountCommands.create, { body: { name: "Same", externalId } });
    ids.push(id);
    for (let c = 0; c < 3; c += 1) {
      const contact = await execute(t.app, ctx, contactCommands.create, {
        body: { name: `Contact ${c}`, externalId: `${run}-${n}-${c}`, account: id },
      });
      contactIds.set(`${run}-${n}-${c}`, contact.id);
    }
  }
  return ids;
}

async function send(
  run: string,
  happenings: readonly Happening[],
  indices: readonly number[],
): Promise<void> {
  await sendTickets(run, happenings, indices);
  await sendTalks(run, happenings, indices);
  const items = indices.flatMap((index) => {
    const each = happenings[index];
    if (!each) return [];
    return [
      {
        name: each.name,
        at: t.clock.now().subtract({ hours: each.hoursAgo }).toString(),
        account: `${run}-${each.account}`,
        contact: { externalId: `${run}-${each.account}-${each.contact}` },
        messageId: `${run}-${index}`,
        properties: { place: each.hoursAgo },
      },
    ];
  });
  const results = await execute(t.app, await t.ctx(), recordEvents, { items });
  expect(results.filter(({ status }) => status !== "recorded" && status !== "duplicate")).toEqual([]);
}

/** Every third happening is a ticket as well; it comes as often, and in whichever order, as its event. */
async function sendTickets(
  run: string,
  happenings: readonly Happening[],
  indices: readonly number[],
): Promise<void> {
  const items = [...new Set(indices)].flatMap((index) => {
    const each = happenings[index];
    if (!each || index % 3 !== 0) return [];
    const openedAt = t.clock.now().subtract({ hours: each.hoursAgo });
    const isSolved = each.contact > 0;
    return [
      {
        externalId: `${run}-${index}`,
        account: { externalId: `${run}-${each.account}` },
        openedAt: openedAt.toString(),
        ...(isSolved
          ? {
              status: "solved",
              solvedAt: openedAt.add({ hours: each.contact }).toString(),
              csat: 1 + (index % 5),
            }
          : {}),
      },
    ];
  });
  if (items.length === 0) return;
  const results = await execute(t.app, await t.ctx(), ticketCommands.upsert, { source: "app", items });
  expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
}

/** Every third happening is an answer of its contact, every other third a meeting, in whichever order. */
async function sendTalks(
  run: string,
  happenings: readonly Happening[],
  indices: readonly number[],
): Promise<void> {
  const told = [...new Set(indices)].flatMap((index) => {
    const each = happenings[index];
    if (!each || index % 3 === 0) return [];
    const at = t.clock.now().subtract({ hours: each.hoursAgo }).toString();
    const account = { externalId: `${run}-${each.account}` };
    return [{ index, each, item: { externalId: `${run}-${index}`, account, at } }];
  });
  const answers = told.flatMap(({ index, each, item }) =>
    index % 3 === 1
      ? [
          {
            ...item,
            contactId: contactIds.get(`${run}-${each.account}-${each.contact}`),
            score: (index * 7) % 11,
          },
        ]
      : [],
  );
  const meetings = told.flatMap(({ index, each, item }) =>
    index % 3 === 2 ? [{ ...item, status: each.contact > 0 ? "held" : "missed" }] : [],
  );
  for (const [commands, items] of [
    [surveyResponseCommands, answers],
    [meetingCommands, meetings],
  ] as const) {
    if (items.length === 0) continue;
    const results = await execute(t.app, await t.ctx(), commands.upsert, { source: "app", items });
    expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
  }
}

/** Everything derived of these accounts and their contacts, in their order, apart from when it was computed. */
async function derivedOf(ids: readonly string[]): Promise<unknown[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select d.*, (select jsonb_agg(to_jsonb(c) - 'id' order by p.name)
                   from account_contacts l join contacts p on p.id = l.contact_id join contact_derived c on c.id = p.id
                  where l.account_id = d.account_id) as contacts
      from account_derived d join unnest(${[...ids]}::uuid[]) with ordinality as g (id, place) on g.id = d.account_id
     order by g.place
  `.execute(t.db);
  return rows.map(({ account_id: _, computed_at: __, ...values }) => values);
}

/** Computes until nothing is left, as a worker does that is started again whenever it dies. */
async function work(isOver: () => boolean): Promise<void> {
  for (;;) {
    try {
      if ((await tick(t.app)) > 0 || (await runPassPart(t.app))) continue;
      if (isOver()) return;
      await new Promise((resolve) => setTimeout(resolve, 1));
    } catch (error) {
      if ((error as Error).message !== "killed") throw error;
    }
  }
}

it("derives the same from any order, batching, repetition, death of workers and number of them", async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(plan, async (given) => {
      runs += 1;
      const [mixed, plain] = [`mixed-${runs}`, `plain-${runs}`];
      const [mixedIds, plainIds] = [await makeAccounts(mixed), await makeAccounts(plain)];
      await send(
        plain,
        given.happenings,
        [...given.happenings.keys()].sort((a, b) => hoursAgo(b) - hoursAgo(a)),
      );
      await drainEngine(t.app);

      computations = 0;
      for (const death of given.deaths) deaths.add(death);
      let isOver = false;
      const workers = Array.from({ length: given.workers }, () => work(() => isOver));
      const batches = Array.from({ length: Math.ceil(given.sent.length / given.batchSize) }, (_, n) =>
        given.sent.slice(n * given.batchSize, (n + 1) * given.batchSize),
      );
      for (let n = 0; n < batches.length; n += 2) {
        await Promise.all(batches.slice(n, n + 2).map((batch) => send(mixed, given.happenings, batch)));
      }
      isOver = true;
      await Promise.all(workers);
      deaths.clear();
      await drainEngine(t.app);

      const derived = await derivedOf(mixedIds);
      expect(derived).toEqual(await derivedOf(plainIds));
      expect(await bucketErrors(t)).toEqual([]);
      await t.app.db
        .transaction()
        .execute((tx) => requestPass(tx, t.clock.now(), "all anew", undefined, { rebuilds: true }));
      await sql`update account_derived set m_ordered_count = -1, s_ordered = not s_ordered, h_ordered = null`.execute(
        t.db,
      );
      await drainEngine(t.app, given.workers);
      expect(await derivedOf(mixedIds)).toEqual(derived);

      function hoursAgo(index: number): number {
        return given.happenings[index]?.hoursAgo ?? 0;
      }
    }),
    { numRuns: 8 },
  );
}, 240_000);

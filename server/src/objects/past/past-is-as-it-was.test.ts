import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { drainEngine } from "../../engine/index.ts";
import { recordEvents } from "../../events/index.ts";
import { execute } from "../../kernel/command.ts";

/** A company lives for some days; what it said of itself as each day ended, it must say of that day afterwards. */
let t: TestApp;
const ids: Record<string, string> = {};
const lived: { day: string; lists: Record<string, unknown>; timeline: unknown; account: unknown }[] = [];

async function send(method: "POST" | "PUT" | "PATCH" | "DELETE", url: string, body?: unknown) {
  const answer = await t.inject({ method, url, ...(body === undefined ? {} : { body }) });
  expect([url, answer.status, answer.status < 300 ? null : answer.body]).toEqual([
    url,
    expect.toSatisfy((status) => status < 300),
    null,
  ]);
  return answer.body;
}
const events = async (name: string, account: string, contact?: string) => {
  const at = t.clock.now().toString();
  const items = [
    { name, at, account, ...(contact ? { contact: { externalId: contact } } : {}), properties: { n: 1 } },
  ];
  const done = await execute(t.app, await t.ctx(), recordEvents, { items } as never);
  expect(done.map((row) => row.status)).toEqual(["recorded"]);
};

const filters: Record<string, object> = {
  "an open ticket": {
    related: "tickets",
    quantifier: { kind: "any" },
    where: { subject: "status", op: "is", value: "open" },
  },
  "no ticket": { related: "tickets", quantifier: { kind: "none" } },
  "two contacts": { related: "contacts", quantifier: { kind: "at-least", count: 2 } },
  "a director": {
    related: "contacts",
    quantifier: { kind: "any" },
    where: { subject: "title", op: "is", value: "Director" },
  },
  "a champion": {
    related: "contacts",
    quantifier: { kind: "any" },
    where: { subject: "stakeholderRoles", op: "has-any", value: ["champion"] },
  },
  "two log-ins": { events: "Logged in", count: { op: "at-least", value: 2 }, withinDays: 3 },
  "a log-in with a property": {
    events: "Logged in",
    count: { op: "at-least", value: 1 },
    where: { subject: "property:n", op: "equals", value: 1 },
  },
  "no log-in yesterday or today": {
    events: "Logged in",
    time: "last",
    op: "more-than-ago",
    value: { count: 1, unit: "days" },
  },
  "plan changed": { subject: "plan", op: "changed", value: { withinDays: 2 } },
  "on Team for a day": { subject: "plan", op: "is", value: "Team", forDays: 1 },
  "of the group North": { subject: "organization.name", op: "is", value: "North" },
  "an open indicator": {
    related: "indicators",
    quantifier: { kind: "any" },
    where: {
      all: [
        { subject: "definition", op: "is", value: "said" },
        { subject: "status", op: "is", value: "open" },
      ],
    },
  },
  "a meeting that was held": {
    related: "meetings",
    quantifier: { kind: "any" },
    where: { subject: "status", op: "is", value: "held" },
  },
  "a detractor": {
    related: "survey-responses",
    quantifier: { kind: "any" },
    where: { subject: "group", op: "is", value: "detractor" },
  },
  "a note": { related: "notes", quantifier: { kind: "any" } },
  either: {
    any: [
      { related: "tickets", quantifier: { kind: "at-least", count: 1 } },
      { subject: "plan", op: "is", value: "Team" },
    ],
  },
};
const values =
  "plan,seatsLicensed,lastSeenAt,metric:per_seat,metric:used,metric:quiet,metric:talks,metric:mean_people,metric:deals,metric:won,metric:licences,metric:devices,metric:nps,metric:nps_mean,metric:meetings_held_90d,feature:reports";

async function listed(more: string) {
  const answer = await t.inject({ url: `accounts?sort=name&${more}` });
  expect([answer.status, answer.status === 200 ? null : answer.body]).toEqual([200, null]);
  return answer.body.items as { name: string; values: unknown }[];
}

/** The timeline of an earlier day ends with that day: what lay ahead then stands in the list of meetings. */
const isOver = ({ name }: { name: string }) => name !== "meeting.scheduled";

/** What is still to be written stands on the pages of now alone. */
const ofNow = new Set(["updatedAt", "owedNoteTemplateId"]);

async function told(asOf: string) {
  const lists: Record<string, unknown> = {};
  for (const [name, filter] of Object.entries(filters)) {
    const rows = await listed(`filter=${encodeURIComponent(JSON.stringify(filter))}${asOf}`);
    lists[name] = rows.map((row) => row.name);
  }
  lists.values = (await listed(`values=${encodeURIComponent(values)}${asOf}`)).map((row) => [
    row.name,
    row.values,
  ]);
  const account = (await t.inject({ url: `accounts/${ids.lark}?${asOf.slice(1)}` })).body;
  const { items } = (
    await t.inject({ url: `accounts/${ids.lark}/timeline?kinds=note,ticket,task,meeting,survey${asOf}` })
  ).body;
  const cards: Record<string, unknown> = {};
  const plurals = [
    "notes",
    "tickets",
    "indicators",
    "risks",
    "meetings",
    "survey-responses",
    "projects",
    "tasks",
  ];
  for (const plural of [...plurals, "custom-records/licence"]) {
    cards[plural] = (await t.inject({ url: `${plural}?limit=50${asOf}` })).body.items;
  }
  cards.pulses = (await t.inject({ url: `accounts/${ids.lark}/pulses?${asOf.slice(1)}` })).body.items;
  const project = await t.inject({ url: `projects/${ids.project}?${asOf.slice(1)}` });
  cards.project = project.status === 200 ? project.body : null;
  cards.ladder = (await t.inject({ url: `renewals/${ids.renewal}/ladder?${asOf.slice(1)}` })).body;
  const ofContacts =
    "lastSeenOn,metric:active_days_30d,metric:active_days_30d.change,metric:logged_in,metric:logged_in.change";
  for (const more of ["sort=name", "sort=-metric:logged_in"]) {
    cards[more] = (await t.inject({ url: `contacts?${more}&values=${ofContacts}${asOf}` })).body.items.map(
      (each: { name: string; values: object }) => [each.name, each.values],
    );
  }
  const plain = (rows: unknown) =>
    JSON.parse(JSON.stringify(rows, (key, value) => (ofNow.has(key) ? null : value)));
  return { lists, account: plain(account.metrics), timeline: plain([items.filter(isOver), cards]) };
}

/** The steps of the renewal: some become true, and not true again; accounts of high touch have one of their own. */
const cadence = [
  { slug: "stage", daysBefore: 120, rule: { subject: "stage", op: "is-not", value: "upcoming" } },
  { slug: "next", daysBefore: 98, rule: { subject: "nextStep", op: "is-set" } },
  {
    slug: "champion",
    daysBefore: 97,
    rule: {
      related: "account",
      quantifier: { kind: "any" },
      where: {
        related: "contacts",
        quantifier: { kind: "any" },
        where: { subject: "stakeholderRoles", op: "has-any", value: ["champion"] },
      },
    },
  },
  { slug: "own", touchModel: "high", daysBefore: 96, rule: { subject: "nextStep", op: "is-empty" } },
].map((step) => ({ touchModel: null, countedTo: "expiry", label: step.slug, ...step }));

const days: (() => Promise<void>)[] = [
  async () => {
    ids.north = (await send("POST", "organizations", { name: "South" })).id;
    ids.lark = (
      await send("POST", "accounts", {
        name: "Lark",
        externalId: "lark",
        plan: "Scale",
        seatsLicensed: 2,
        employeeCount: 10,
        arr: "1200",
        nextRenewalOn: "2026-06-30",
        organizationId: ids.north,
      })
    ).id;
    ids.wren = (await send("POST", "accounts", { name: "Wren", externalId: "wren", plan: "Team" })).id;
    await send("POST", "contacts", { name: "Ada", externalId: "ada", account: ids.lark, title: "Manager" });
    await send("POST", "custom-objects", {
      slug: "deal",
      plural: "deals",
      name: "Deal",
      namePlural: "Deals",
    });
    await send("POST", "traits", { object: "deal", slug: "stage", name: "Stage", type: "text" });
    const metric = (slug: string, source: object, more: object = {}) =>
      send("POST", "metrics", {
        slug,
        name: slug,
        source,
        window: { kind: "last", count: 3, unit: "days" },
        ...more,
      });
    await metric("per_seat", { kind: "events", names: ["Logged in"] }, { per: "seat" });
    await metric("used", { kind: "seat-utilisation" });
    await metric("quiet", { kind: "last-seen", of: "account" });
    await metric("talks", { kind: "touches", of: "two-way", noteCategories: ["Call"] });
    await metric("mean_people", { kind: "trait", field: "employeeCount", aggregate: "latest" });
    await metric("deals", { kind: "records", object: "deal", at: "createdAt" });
    await metric("won", {
      kind: "records",
      object: "deal",
      at: "createdAt",
      where: { subject: "trait:stage", op: "is", value: "Won" },
    });
    for (const [slug, linkedTo] of [
      ["licence", "accounts"],
      ["device", "contact"],
    ]) {
      await send("POST", "custom-objects", {
        slug,
        plural: `${slug}s`,
        name: slug,
        namePlural: slug,
        linkedTo,
      });
      await metric(`${slug}s`, { kind: "records", object: slug, at: "createdAt" });
    }
    await metric("logged_in", { kind: "events", names: ["Logged in"] }, { object: "contact" });
    await send("POST", "indicator-definitions", {
      slug: "said",
      name: "Said",
      polarity: "risk",
      message: "Said",
      rule: { subject: "employeeCount", op: "greater-than", value: 1_000_000 },
      clears: { kind: "addressed" },
    });
    await send("PUT", "cadence-steps", { items: cadence });
    await t.drain();
    await drainEngine(t.app);
    ids.renewal = (await t.inject({ url: "renewals" })).body.items[0].id;
    await send("POST", "features", {
      slug: "reports",
      name: "Reports",
      names: ["Report"],
      minTimes: 2,
      minContacts: 1,
      windowDays: 2,
    });
  },
  async () => {
    await send("PATCH", `renewals/${ids.renewal}`, { stage: "planning", nextStep: "Call" });
    await events("Logged in", "lark", "ada");
    await events("Report", "lark", "ada");
    ids.ticket = (
      await send("POST", "tickets", {
        account: ids.lark,
        subject: "Broken",
        openedAt: t.clock.now().toString(),
      })
    ).id;
    await send("PATCH", `accounts/${ids.wren}`, { plan: "Scale" });
    ids.deal = (
      await send("POST", "custom-records/deal", { account: ids.lark, name: "One", traits: { stage: "Open" } })
    ).id;
    ids.note = (
      await send("POST", "notes", { account: ids.lark, category: "Call", subject: "First", body: "Hello" })
    ).id;
    ids.licence = (
      await send("POST", "custom-records/licence", { name: "Suite", accountIds: [ids.lark, ids.wren] })
    ).id;
    await send("POST", "custom-records/device", { name: "Phone", contact: "ada" });
    ids.project = (
      await send("POST", "projects", { account: ids.lark, name: "Launch", status: "active" })
    ).id;
    ids.task = (
      await send("POST", "tasks", {
        account: ids.lark,
        title: "Plan",
        projectId: ids.project,
        dueOn: "2026-03-25",
      })
    ).id;
    await send("POST", `accounts/${ids.lark}/pulses`, { sentiment: 4 });
    ids.risk = (
      await send("POST", "risks", {
        account: ids.lark,
        summary: "Leaving",
        rootCause: "low_usage",
        nextStep: "Call",
      })
    ).id;
    ids.indicator = (
      await send("POST", "indicators", { account: ids.lark, definition: "said", message: "Said so" })
    ).id;
  },
  async () => {
    await events("Logged in", "lark", "ada");
    await events("Report", "lark", "ada");
    await send("PATCH", `accounts/${ids.lark}`, { seatsLicensed: 4, plan: "Team", employeeCount: 30 });
    await send("POST", "contacts", {
      name: "Bo",
      externalId: "bo",
      account: ids.lark,
      title: "Director",
      stakeholderRole: "champion",
    });
    await send("PATCH", `organizations/${ids.north}`, { name: "North" });
    await send("PATCH", `custom-records/licence/${ids.licence}`, { accountIds: [ids.wren] });
    ids.pulse = (await send("POST", `accounts/${ids.lark}/pulses`, { sentiment: 2, note: "Slow" })).id;
    await send("POST", "tasks", {
      account: ids.lark,
      title: "Build",
      projectId: ids.project,
      dependsOn: [ids.task],
    });
    await send("PATCH", `notes/${ids.note}`, { subject: "Second", body: "Changed" });
    await send("PATCH", `risks/${ids.risk}`, { nextStep: "Meet" });
    const at = t.clock.now().add({ hours: 20 }).toString();
    ids.meeting = (await send("POST", "meetings", { account: ids.lark, subject: "Review", at })).id;
    ids.answer = (
      await send("POST", "survey-responses", { account: ids.lark, score: 3, comment: "Slow" })
    ).id;
  },
  async () => {
    t.advance({ hours: 1 });
    await send("PATCH", `renewals/${ids.renewal}`, { nextStep: null });
    await send("DELETE", `accounts/${ids.lark}/pulses/${ids.pulse}`);
    await send("PATCH", `tasks/${ids.task}`, { status: "done" });
    await send("PATCH", `tickets/${ids.ticket}`, {
      status: "solved",
      solvedAt: t.clock.now().toString(),
      csat: 5,
    });
    await send("PATCH", `custom-records/deal/${ids.deal}`, { traits: { stage: "Won" } });
    await send("PUT", `indicators/${ids.indicator}/addressing`, { whatWasDone: "Called" });
    await events("Logged in", "wren");
    await send("PATCH", `meetings/${ids.meeting}`, { status: "held", outcome: "Agreed" });
  },
  async () => {
    await send("POST", `accounts/${ids.lark}/pulses/${ids.pulse}/restoration`);
    await send("PATCH", `projects/${ids.project}`, { status: "complete" });
    await send("DELETE", `notes/${ids.note}`);
    await send("PATCH", `accounts/${ids.lark}`, { plan: "Scale", touchModel: "high" });
    await events("Logged in", "lark", "bo");
    await send("PATCH", `survey-responses/${ids.answer}`, { followUpNote: "Called" });
    await send("POST", "survey-responses", { account: ids.lark, score: 10 });
  },
  async () => {},
  async () => {},
];

beforeAll(async () => {
  t = await testApp({ now: "2026-03-23T09:00:00Z" });
  for (const live of days) {
    await live();
    const end = t.clock.now().toZonedDateTimeISO("UTC").with({ hour: 22, minute: 0 }).toInstant();
    t.advance(t.clock.now().until(end));
    await t.drain();
    await drainEngine(t.app);
    lived.push({ day: t.clock.now().toString().slice(0, 10), ...(await told("")) });
    t.advance({ hours: 11 });
    await t.drain();
    await drainEngine(t.app);
  }
}, 120_000);
afterAll(() => t.close());

describe("the past", () => {
  it("was of some interest", () => {
    for (const name of Object.keys(filters)) {
      const answers = new Set(lived.map(({ lists }) => JSON.stringify(lists[name])));
      expect([name, answers.size]).not.toEqual([name, 1]);
    }
    const ladders = lived.map(({ timeline }) => (timeline as [unknown, { ladder: unknown }])[1].ladder);
    expect(new Set(ladders.map((ladder) => JSON.stringify(ladder))).size).toBeGreaterThan(4);
  });

  it.each([0, 1, 2, 3, 4, 5])("is told as it was told on day %i", async (n) => {
    const then = lived[n];
    if (!then) throw new Error("No such day.");
    const { lists, account, timeline } = await told(`&asOf=${then.day}`);
    expect(lists).toEqual(then.lists);
    expect(account).toEqual(then.account);
    expect(timeline).toEqual(then.timeline);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer, type TestCustomer } from "../../test/customer.ts";
import { makeTeammate, type TestTeammate } from "../../test/people.ts";
import { type SmtpSink, startSmtpSink } from "../../test/smtp-sink.ts";
import { drainEngine } from "../engine/index.ts";
import { defaultSenderOptions, sendDue } from "../kernel/mail/sender.ts";
import { invitationText } from "./invitation.ts";

let t: TestApp;
let sink: SmtpSink;
let customer: TestCustomer;
let manager: TestTeammate;
beforeAll(async () => {
  t = await testApp();
  sink = await startSmtpSink();
  t.app.settings.smtpUrl = sink.url;
  customer = await createCustomer(t);
  manager = await makeTeammate(t, { name: "Mia", role: "leader" });
  await t.inject({ method: "PATCH", url: `teammates/${customer.csmId}`, body: { managerId: manager.id } });
  await t.inject({ method: "PATCH", url: `accounts/${customer.accountId}`, body: { region: "EMEA" } });
});
afterAll(async () => {
  await Promise.all([t.close(), sink.close()]);
});

const raise = (more: object = {}) =>
  t.inject({
    method: "POST",
    url: "risks",
    body: {
      account: customer.accountId,
      summary: "Usage halved",
      rootCause: "low_usage",
      arrAtRisk: "50000",
      ...more,
    },
  });
const answered = { "root-cause": "A new CFO", plan: "Show last year's value" };
const put = (id: string, what: string, body: object) =>
  t.inject({ method: "PUT", url: `risks/${id}/${what}`, body });
const toldTo = async (id: string) =>
  (await t.db.selectFrom("notifications").select("title").where("teammate_id", "=", id).execute()).map(
    (row) => row.title,
  );
const agenda = async () => (await t.inject({ url: "risk-reviews/agenda?region=EMEA" })).body;
const standing = async () =>
  Object.fromEntries(
    (await agenda()).sections.map((section: { key: string; items: { summary: string }[] }) => [
      section.key,
      section.items.map((item) => item.summary),
    ]),
  );

describe("a risk", () => {
  test("needs a known root cause, has an owner and a day of review, and is seen on the account", async () => {
    const wrong = await raise({ rootCause: "weather" });
    expect(wrong.body.fields).toMatchObject([
      { path: "rootCause", message: expect.stringContaining("low_usage") },
    ]);
    const made = await raise();
    expect(made, JSON.stringify(made.body)).toMatchObject({
      status: 201,
      body: {
        tier: "1",
        status: "open",
        ownerId: customer.csmId,
        nextReviewOn: "2026-12-07",
        accountName: "Kestrel",
        ageDays: 0,
      },
    });
    await drainEngine(t.app);
    const { body } = await t.inject({ url: "accounts?sort=-riskTier&limit=1" });
    expect(body.items[0].id).toBe(customer.accountId);
    expect(await toldTo(customer.csmId)).toContain("You own a risk: Usage halved");
    await put(made.body.id, "outcome", { status: "withdrawn", note: "A mistake" });
  });

  test("tells the manager from tier 2 on, and an overdue review raises the tier by itself and an indicator", async () => {
    const { body } = await raise({ summary: "Sponsor left" });
    const up = await put(body.id, "tier", { tier: "2", reason: "Needs a call from above" });
    expect(up.body).toMatchObject({ tier: "2", nextReviewOn: "2026-11-30" });
    expect(await toldTo(manager.id)).toEqual(["Kestrel: risk at tier 2"]);
    t.advance({ hours: 24 * 15 });
    await t.drain();
    await drainEngine(t.app);
    const after = await t.inject({ url: `risks/${body.id}` });
    expect(after.body).toMatchObject({ tier: "3" });
    expect(await toldTo(manager.id)).toContain("Kestrel: risk at tier 3");
    await put(body.id, "outcome", { status: "lost", note: "They left", arr: "40000" });
    expect((await t.inject({ url: `risks/${body.id}` })).body).toMatchObject({
      arrLost: "40000.0000",
      arrSaved: null,
    });
  });

  test("is reviewed with a note, asks others, and is saved into the ledger", async () => {
    const { body } = await raise({ summary: "Price", rootCause: "price" });
    const ask = {
      department: "Product",
      request: "Ship the export",
      ownerId: manager.id,
      dueOn: "2026-11-01",
      effortHours: 12,
    };
    const asked = await t.inject({ method: "POST", url: `risks/${body.id}/asks`, body: ask });
    expect(asked.body.asks).toMatchObject([{ department: "Product", status: "open", effortHours: 12 }]);
    expect(await toldTo(manager.id)).toContain("Test administrator asks for your help with a risk");
    const reviewed = await put(body.id, "review", {
      note: "They will decide in May",
      status: "monitoring",
      nextStep: "Call Ada",
      fields: answered,
    });
    expect(reviewed.body).toMatchObject({ status: "monitoring", nextStep: "Call Ada", reviewOverdueDays: 0 });
    const notes = await t.inject({ url: "notes" });
    expect(notes.body.items[0]).toMatchObject({
      riskId: body.id,
      body: "They will decide in May",
      category: "Risk",
    });
    const done = await t.inject({
      method: "PATCH",
      url: `risk-asks/${asked.body.asks[0].id}`,
      body: { status: "done", answer: "Shipped" },
    });
    expect(done.body.asks).toMatchObject([{ status: "done", answer: "Shipped" }]);
    await put(body.id, "outcome", { status: "saved", note: "They signed" });
    expect((await put(body.id, "review", { note: "x" })).status).toBe(409);
    const { body: report } = await t.inject({ url: "risk-report" });
    expect(report).toMatchObject({
      savedCount: 1,
      lostCount: 1,
      lostArr: "40000.0000",
      savedArr: "50000.0000",
    });
    expect((await t.inject({ method: "DELETE", url: `risks/${body.id}/outcome` })).body).toMatchObject({
      status: "open",
      arrSaved: null,
    });
    await put(body.id, "outcome", { status: "saved", note: "They signed" });
  });
});

describe("what a tier asks for", () => {
  const note = { fields: answered };
  const owedBy = async (id: string) => (await t.inject({ url: `risks/${id}` })).body.owedNoteTemplateId;

  test("a note that answers its template: when it is recorded, or else by the first review", async () => {
    const unanswered = await raise({ note: { fields: { "root-cause": "A new CFO" } } });
    expect(unanswered, JSON.stringify(unanswered.body)).toMatchObject({
      status: 400,
      body: { fields: [{ path: "fields.plan", message: "Plan to get out of it is required" }] },
    });
    const noted = await raise({ summary: "Noted at once", note });
    expect(noted.body.owedNoteTemplateId).toBeNull();
    const { body: written } = await t.inject({ url: "notes" });
    expect(written.items[0]).toMatchObject({ riskId: noted.body.id, fields: answered, category: "Risk" });
    expect((await put(noted.body.id, "review", { note: "No change" })).status).toBe(200);

    const owing = await raise({ summary: "Found by a machine" });
    expect(owing.body.owedNoteTemplateId).not.toBeNull();
    expect((await put(owing.body.id, "review", { note: "No change" })).body).toMatchObject({
      detail: expect.stringContaining("Open the risk"),
      fields: [{ path: "fields" }],
    });
    const refused = await put(owing.body.id, "review", { note: "No change", fields: {} });
    expect(refused.body.fields).toMatchObject([{ path: "fields.root-cause" }, { path: "fields.plan" }]);
    expect((await put(owing.body.id, "review", { note: "Seen", fields: answered })).status).toBe(200);
    expect(await owedBy(owing.body.id)).toBeNull();
    for (const { body } of [noted, owing])
      await put(body.id, "outcome", { status: "withdrawn", note: "A mistake" });
  });

  test("no note where the company asks for none; a template that is not there is refused", async () => {
    const { items } = (await t.inject({ url: "risk-tiers" })).body;
    const having = (noteTemplate: string | null) => ({
      items: items.map((tier: object) => ({ ...tier, noteTemplate })),
    });
    const wrong = await t.inject({ method: "PUT", url: "risk-tiers", body: having("no-such") });
    expect(wrong.body.fields[0]).toMatchObject({ path: "items[0].noteTemplate" });
    await t.inject({ method: "PUT", url: "risk-tiers", body: having(null) });
    const { body } = await raise();
    expect((await put(body.id, "review", { note: "Fine" })).status).toBe(200);
    await put(body.id, "outcome", { status: "withdrawn", note: "A mistake" });
    await t.inject({ method: "PUT", url: "risk-tiers", body: { items } });
  });

  test("the manager among those who drive it, and its asks sent to the departments", async () => {
    const lead = await makeTeammate(t, { name: "Pia", role: "csm" });
    const driver = await makeTeammate(t, { name: "Sol", role: "csm" });
    const { items } = (await t.inject({ url: "risk-departments" })).body;
    const { body } = await raise({ summary: "Export fails", drivers: { Support: driver.id } });
    expect(await toldTo(driver.id)).toEqual(["You drive a risk for Support: Export fails"]);
    const asking = (department: string) =>
      t.inject({ method: "POST", url: `risks/${body.id}/asks`, body: { department, request: "Mend it" } });
    await asking("Product");
    expect((await asking("Kitchen")).body.fields).toMatchObject([{ path: "department" }]);
    const led = items.map((each: { name: string }) => ({
      ...each,
      leadId: each.name === "Product" ? lead.id : null,
    }));
    const replaced = await t.inject({ method: "PUT", url: "risk-departments", body: { items: led } });
    expect(replaced.body.items).toEqual(led);
    expect(await toldTo(lead.id)).toEqual([]);

    const up = await put(body.id, "tier", { tier: "3", reason: "Nobody mends it" });
    expect(up.body.drivers).toEqual({ Support: driver.id, Manager: manager.id });
    expect(up.body.asks).toMatchObject([{ department: "Product", ownerId: lead.id }]);
    expect(await toldTo(lead.id)).toEqual(["Kestrel: Product is asked, and the risk is at tier 3"]);
    expect((await asking("Product")).body.asks).toHaveLength(2);
    expect(await toldTo(lead.id)).toContain("Test administrator asks for your help with a risk");
    await put(body.id, "outcome", { status: "withdrawn", note: "A mistake" });
  });
});

describe("the report", () => {
  const report = async () => (await t.inject({ url: "risk-report" })).body;

  test("counts by cause, segment and age, and each count is what its rule lists", async () => {
    const segment = {
      slug: "red",
      name: "Red",
      rule: { subject: "region", op: "is", value: "EMEA" },
    };
    await t.inject({ method: "POST", url: "segments", body: segment });
    await drainEngine(t.app);
    const { body } = await raise({ summary: "Slow exports", rootCause: "performance", arrAtRisk: "7000" });
    t.advance({ hours: 24 * 20 });
    const found = await report();
    expect(found.bySegment).toContainEqual(
      expect.objectContaining({ key: "red", label: "Red", count: 1, arr: "7000.0000" }),
    );
    expect(found.byAge).toMatchObject([{ label: "14–29 days", fromDays: 14, toDays: 29, count: 1 }]);
    expect(found.causeTrend).toContainEqual(expect.objectContaining({ category: "Product", count: 1 }));
    const ago = (count: number) => ({
      subject: "raisedAt",
      op: "more-than-ago",
      value: { count, unit: "days" },
    });
    const rule = {
      all: [
        { subject: "status", op: "is-any-of", value: ["open", "monitoring"] },
        { related: "account", where: { subject: "segment:red", op: "is-in" } },
        ago(13),
        { not: ago(29) },
      ],
    };
    const { body: listed } = await t.inject({
      url: `risks?filter=${encodeURIComponent(JSON.stringify(rule))}`,
    });
    expect(listed.items.map((risk: { id: string }) => risk.id)).toEqual([body.id]);
    await put(body.id, "outcome", { status: "withdrawn", note: "A mistake" });
  });

  test("says what found a risk and how long before the renewal, and adds up the hours that others are asked for", async () => {
    await t.inject({
      method: "POST",
      url: "renewals",
      body: {
        account: customer.accountId,
        dueOn: t.app.clock.now().toZonedDateTimeISO("UTC").toPlainDate().add({ days: 90 }).toString(),
        targetArr: "7000",
      },
    });
    const indicator = await t.inject({
      method: "POST",
      url: "indicators",
      body: { account: customer.accountId, definition: "usage_down", text: "Half of it" },
    });
    expect(indicator.status, JSON.stringify(indicator.body)).toBe(201);
    const { body } = await raise({ summary: "Found", indicatorId: indicator.body.id });
    expect(body).toMatchObject({ foundBy: "usage_down", foundByName: "Usage is down" });
    for (const [effortHours, dueOn] of [
      [5, "2027-03-31"],
      [3, "2027-03-01"],
      [2, null],
    ])
      await t.inject({
        method: "POST",
        url: `risks/${body.id}/asks`,
        body: { department: "Services", request: "Train them", effortHours, dueOn },
      });
    const found = await report();
    expect(found.foundBy).toContainEqual(
      expect.objectContaining({ key: "usage_down", count: 1, medianDaysAhead: 90 }),
    );
    expect(found.hoursAsked).toEqual([
      { month: "2027-03", department: "Services", hours: 8 },
      { month: null, department: "Services", hours: 2 },
    ]);
    expect(found.openAsks.map((ask: { dueOn: string | null }) => ask.dueOn)).toEqual([
      "2027-03-01",
      "2027-03-31",
      null,
    ]);
    await put(body.id, "outcome", { status: "withdrawn", note: "A mistake" });
    expect(await report()).toMatchObject({ serviceHours: 0, openAsks: [] });
  });
});

describe("the list", () => {
  test("is kept as a view and exported with what is worked out of a risk", async () => {
    const { body } = await raise({ summary: "Listed" });
    const definition = {
      filter: { subject: "summary", op: "is", value: "Listed" },
      columns: ["summary", "accountName", "tier", "arrAtRisk", "ageDays", "foundBy", "account.region"],
      sort: "-arrAtRisk",
      group: null,
      layout: "table",
      layoutField: null,
      widths: {},
      pinned: null,
      footers: {},
    };
    const saved = await t.inject({
      method: "POST",
      url: "views",
      body: { object: "risk", name: "Red ones", sharing: "all", definition },
    });
    expect(saved.status, JSON.stringify(saved.body)).toBe(201);
    const asked = new URLSearchParams({
      columns: definition.columns.join(","),
      filter: JSON.stringify(definition.filter),
      sort: definition.sort,
    });
    const file = await t.inject({ url: `risks/export?${asked}` });
    expect(file.status, JSON.stringify(file.body)).toBe(200);
    expect(String(file.body)).toContain("Kestrel");
    await put(body.id, "outcome", { status: "withdrawn", note: "A mistake" });
  });
});

describe("the weekly review of a region", () => {
  test("builds its agenda, sends minutes with an invitation, and goes on from there", async () => {
    const unseen = await t.inject({
      method: "POST",
      url: "risk-reviews",
      body: { region: "EMEA", attendees: [], decisions: [] },
    });
    expect(unseen.body.mailedTo).toBe(0);
    t.advance({ hours: 24 });
    const fresh = await raise({ summary: "New one", tier: "2" });
    const noted = await raise({ summary: "Noted only" });
    await t.inject({
      method: "POST",
      url: `risks/${noted.body.id}/asks`,
      body: { department: "Support", request: "Look", dueOn: "2026-11-01" },
    });
    expect(await standing()).toMatchObject({
      new: ["New one"],
      asks: ["Noted only"],
      worsened: [],
      left: [],
    });
    const held = await t.inject({
      method: "POST",
      url: "risk-reviews",
      body: {
        region: "EMEA",
        attendees: [manager.id],
        decisions: [{ riskId: fresh.body.id, text: "Mia calls the CFO" }],
        note: "We meet on Mondays from now on",
        nextAt: "2026-12-21T09:00:00Z",
      },
    });
    expect(held.status, JSON.stringify(held.body)).toBe(201);
    expect(held.body.mailedTo).toBe(1);
    expect(held.body.minutes).toMatch(/We meet on Mondays from now on$/);
    expect(held.body.minutes).toContain(
      "Kestrel: New one (tier 2; New since the last review) → Mia calls the CFO",
    );
    await sendDue(t.app, defaultSenderOptions, new AbortController().signal);
    const mails = sink.messages.filter((mail) => mail.raw.includes("Weekly risk review"));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.to).toEqual([manager.email]);
    expect(mails[0]?.raw).toContain("text/calendar");
    t.advance({ hours: 24 });
    await put(noted.body.id, "tier", { tier: "3", reason: "Worse" });
    expect(await standing()).toMatchObject({ new: [], worsened: ["Noted only"], standing: [] });
    const before = Number((await t.inject({ url: `risks/${fresh.body.id}` })).body.arrAtRisk);
    const more = { arrAtRisk: String(before + 5000) };
    await t.inject({ method: "PATCH", url: `risks/${fresh.body.id}`, body: more });
    const worse = (await agenda()).sections.find((each: { key: string }) => each.key === "worsened");
    expect(worse.items.map((each: { why: string }) => each.why)).toContainEqual(
      expect.stringMatching(/^ARR at risk rose from /),
    );
    await t.inject({ method: "PATCH", url: `risks/${fresh.body.id}`, body: { arrAtRisk: String(before) } });
    await t.inject({ method: "POST", url: "accounts", body: { name: "Far away", region: "APAC" } });
    expect((await t.inject({ url: "risk-reviews/regions" })).body.items).toEqual([
      { region: "APAC", accounts: 1, risks: 0, lastHeldAt: null },
      expect.objectContaining({ region: "EMEA", risks: 2, lastHeldAt: held.body.heldAt }),
    ]);
    expect((await t.inject({ url: "risk-reviews?region=EMEA" })).body.items).toHaveLength(2);
    const { body: report } = await t.inject({ url: "risk-report" });
    expect(report).toMatchObject({
      openCount: 2,
      arrAtRisk: "100000.0000",
      byRootCause: [{ key: "low_usage", count: 2 }],
    });
  });
});

test("risks of accounts without a region are reviewed together; a decision is about a risk that is there", async () => {
  const { body: alone } = await t.inject({ method: "POST", url: "accounts", body: { name: "Nowhere" } });
  const raised = await raise({ account: alone.id, summary: "No region", tier: "3", arrAtRisk: "10.10" });
  const { body: seen } = await t.inject({ url: "risk-reviews/agenda?region=" });
  expect(seen).toMatchObject({ region: "", arrAtRisk: "10.10" });
  expect(seen.sections[0].items).toMatchObject([{ riskId: raised.body.id, accountName: "Nowhere" }]);
  expect((await t.inject({ url: "risk-reviews/regions" })).body.items.at(-1)).toMatchObject({
    region: "",
    risks: 1,
  });
  const hold = (riskId: string) =>
    t.inject({
      method: "POST",
      url: "risk-reviews",
      body: { region: "", attendees: [], decisions: [{ riskId, text: "Give it a region" }] },
    });
  expect((await hold(alone.id)).body.fields).toMatchObject([{ path: "decisions[0].riskId" }]);
  expect((await hold(raised.body.id)).body.minutes).toContain("Nowhere: No region (tier 3; ");
  await put(raised.body.id, "tier", { tier: "2", reason: "Under control" });
  const { items } = (await t.inject({ url: `risks/${raised.body.id}/timeline` })).body;
  const told = items.map((each: { title: string; text: string }) => `${each.title} | ${each.text}`);
  expect(told).toContain("Risk moved down, tier 3 → 2 | No region: Under control");
  expect(told).toContainEqual(
    expect.stringContaining("Weekly risk review of accounts without a region: Give"),
  );
  await t.inject({ method: "DELETE", url: `accounts/${alone.id}` });
  expect((await t.inject({ url: "risk-reviews/agenda?region=" })).body.arrAtRisk).toBe("0.00");
  const asked = { department: "Product", request: "Too late" };
  await put(raised.body.id, "outcome", { status: "withdrawn", note: "A mistake" });
  expect((await t.inject({ method: "POST", url: `risks/${raised.body.id}/asks`, body: asked })).status).toBe(
    409,
  );
});

test("tiers and root causes are the company's own; a leader may change them, a CSM may not", async () => {
  const { items } = (await t.inject({ url: "risk-root-causes" })).body;
  expect(items).toHaveLength(13);
  const fewer = [...items.slice(0, 2), { slug: "weather", name: "Weather", category: "Nature" }];
  expect(
    (await t.inject({ method: "PUT", url: "risk-root-causes", body: { items: fewer }, as: "csm" })).status,
  ).toBe(403);
  const put = await t.inject({
    method: "PUT",
    url: "risk-root-causes",
    body: { items: fewer },
    as: "leader",
  });
  expect(put.body.items).toEqual(fewer);
  expect((await raise({ rootCause: "weather" })).status).toBe(201);
});

test("an invitation is a calendar object with folded lines and escaped text", () => {
  const at = Temporal.Instant.from("2026-12-21T09:00:00Z");
  const text = invitationText({
    uid: "1@ours.example",
    writtenAt: at,
    startsAt: at,
    minutes: 30,
    title: "Review; EMEA, with a title that is so long that it does not fit into one line of a calendar",
    url: "https://ours.example/risks",
    organizer: { name: 'Dana "D" Ünal', address: "dana@ours.example" },
    attendees: [{ name: "Mia\r\nX-EVIL:1", address: "mia@ours.example" }],
  });
  expect(text).toContain("DTSTART:20261221T090000Z\r\n");
  expect(text).toContain("DURATION:PT30M\r\n");
  expect(text).toContain("SUMMARY:Review\\; EMEA\\, with");
  expect(text).toContain("ORGANIZER;CN=\"Dana 'D' Ünal\":MAILTO:dana@ours.example");
  expect(text).not.toContain("\nX-EVIL");
  expect(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
});

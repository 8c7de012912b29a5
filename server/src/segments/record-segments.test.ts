import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

async function create(plural: string, body: Record<string, unknown>): Promise<string> {
  const answer = await t.inject({ method: "POST", url: plural, body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.id;
}

async function settle(): Promise<void> {
  await t.drain();
  await drainEngine(t.app);
}

async function createSegment(object: string, slug: string, rule: unknown) {
  const answer = await t.inject({
    method: "POST",
    url: "segments",
    body: { object, slug, name: slug.replaceAll("_", " "), rule },
  });
  await settle();
  return answer;
}

async function memberNames(slug: string, query = ""): Promise<string[]> {
  const { body } = await t.inject({ url: `segments/${slug}/members?sort=name${query}` });
  return body.items.map((item: { name: string }) => item.name);
}

async function crossingsOf(slug: string, recordId: string) {
  const rows = await t.db.selectFrom("feed").select(["name", "payload"]).orderBy("seq").execute();
  return rows
    .map(({ name, payload }) => ({
      ...(payload as { segment?: string; recordId?: string; cause?: unknown }),
      name,
    }))
    .filter((each) => each.name.startsWith("segment.") && each.segment === slug && each.recordId === recordId)
    .map(({ name, cause }) => ({ name, cause }));
}

describe("segments of contacts", () => {
  it("tell how far they are while their members are worked out", async () => {
    await create("contacts", { name: "Zoe", title: "Analyst" });
    const rule = { subject: "title", op: "is", value: "Analyst" };
    const body = { object: "contact", slug: "analysts", name: "Analysts", rule };
    const made = await t.inject({ method: "POST", url: "segments", body });
    expect(made.body.pass).toMatchObject({ accountsDone: 0, accountsTotal: null });
    await settle();
    expect((await t.inject({ url: "segments/analysts" })).body).toMatchObject({ memberCount: 1, pass: null });
    expect(
      await t.db
        .selectFrom("segments")
        .select(["refresh_done", "refresh_total"])
        .where("slug", "=", "analysts")
        .execute(),
    ).toEqual([{ refresh_done: 1, refresh_total: 1 }]);
    await t.inject({ method: "PATCH", url: "segments/analysts", body: { rule: { all: [] } } });
    expect((await t.inject({ url: "segments/analysts" })).body.pass).not.toBeNull();
    await settle();
    expect((await t.inject({ url: "segments/analysts" })).body.pass).toBeNull();
    await t.inject({ method: "DELETE", url: "segments/analysts" });
  });

  it("hold who fits already, and follow an edit in its own transaction, with events and causes", async () => {
    const account = await create("accounts", { name: "Northwind" });
    await create("contacts", { name: "Ada", title: "VP Product", account: { id: account } });
    const ben = await create("contacts", { name: "Ben", title: "Engineer" });
    await createSegment("contact", "vps", { subject: "title", op: "matches", value: "^(s?vp)\\b" });
    expect(await memberNames("vps")).toEqual(["Ada"]);
    await t.inject({ method: "PATCH", url: `contacts/${ben}`, body: { title: "SVP Engineering" } });
    expect(await memberNames("vps")).toEqual(["Ada", "Ben"]);
    expect((await t.inject({ url: "segments/vps" })).body).toMatchObject({
      object: "contact",
      memberCount: 2,
    });
    await t.inject({ method: "PATCH", url: `contacts/${ben}`, body: { title: "Engineer" } });
    expect(await memberNames("vps")).toEqual(["Ada"]);
    expect(await crossingsOf("vps", ben)).toEqual([
      { name: "segment.entered", cause: expect.objectContaining({ field: "title", to: "SVP Engineering" }) },
      { name: "segment.left", cause: expect.objectContaining({ field: "title", to: "Engineer" }) },
    ]);
  });

  it("know who was in at an instant", async () => {
    const cora = await create("contacts", { name: "Cora", title: "VP Sales" });
    const before = t.clock.now().toString();
    t.advance({ hours: 1 });
    await t.inject({ method: "PATCH", url: `contacts/${cora}`, body: { title: "Retired" } });
    expect(await memberNames("vps")).not.toContain("Cora");
    expect(await memberNames("vps", `&asOf=${encodeURIComponent(before)}`)).toContain("Cora");
  });

  it("let a person's word stand above the rule until it is cleared", async () => {
    const dan = await create("contacts", { name: "Dan", title: "VP" });
    const url = `segments/vps/members/${dan}`;
    await t.inject({ method: "DELETE", url: `${url}?reason=Left` });
    expect(await memberNames("vps")).not.toContain("Dan");
    const why = await t.inject({ url: `${url}/explanation` });
    expect(why.body).toMatchObject({ value: false, summary: expect.stringContaining("taken out by") });
    expect(why.body.reason.children[1]).toMatchObject({ result: true, seen: "VP" });
    await t.inject({ method: "DELETE", url: `${url}/link` });
    expect(await memberNames("vps")).toContain("Dan");
    expect(
      (await t.inject({ method: "PUT", url: `segments/vps/members/${crypto.randomUUID()}` })).status,
    ).toBe(404);
  });

  it("ask about stakeholder roles and about the accounts, and follow these", async () => {
    const account = await create("accounts", { name: "Acme", plan: "Scale" });
    await create("contacts", { name: "Eve", account: { id: account }, stakeholderRole: "champion" });
    await createSegment("contact", "champions_of_scale", {
      all: [
        { subject: "stakeholderRoles", op: "has-any", value: ["champion"] },
        { related: "accounts", where: { subject: "plan", op: "is", value: "Scale" } },
      ],
    });
    expect(await memberNames("champions_of_scale")).toEqual(["Eve"]);
    expect(await memberNames("champions")).toEqual(["Eve"]);
    await t.inject({ method: "PATCH", url: `accounts/${account}`, body: { plan: "Free" } });
    await drainEngine(t.app);
    expect(await memberNames("champions_of_scale")).toEqual([]);
  });

  it("are asked about by accounts' segments, which follow", async () => {
    await createSegment("account", "has_vp", {
      related: "contacts",
      where: { subject: "segment:vps", op: "is-in" },
    });
    const account = await create("accounts", { name: "Initech" });
    const fay = await create("contacts", { name: "Fay", title: "Analyst", account: { id: account } });
    await drainEngine(t.app);
    expect(await memberNames("has_vp")).toEqual(["Northwind"]);
    await t.inject({ method: "PATCH", url: `contacts/${fay}`, body: { title: "VP Finance" } });
    await drainEngine(t.app);
    expect(await memberNames("has_vp")).toEqual(["Initech", "Northwind"]);
    const filter = encodeURIComponent(JSON.stringify({ subject: "segment:vps", op: "is-in" }));
    const listed = await t.inject({ url: `contacts?sort=name&filter=${filter}` });
    expect(listed.body.items.map((item: { name: string }) => item.name)).toContain("Fay");
    const refused = await t.inject({ method: "DELETE", url: "segments/vps" });
    expect(refused.status).toBe(409);
  });

  it("refuse a loop through accounts with the loop spelled out", async () => {
    const loop = await t.inject({
      method: "PATCH",
      url: "segments/vps",
      body: { rule: { related: "accounts", where: { subject: "segment:has_vp", op: "is-in" } } },
    });
    expect(loop.status).toBe(400);
    expect(loop.body.detail).toContain("→");
    expect(loop.body.detail).toContain("has vp");
    expect(loop.body.detail).toContain("vps (contacts)");
  });
});

describe("segments of organizations", () => {
  it("follow their accounts, also one that moves away", async () => {
    const parent = await create("organizations", { name: "Globex Holding" });
    const other = await create("organizations", { name: "Umbrella" });
    const account = await create("accounts", {
      name: "Globex UK",
      plan: "Enterprise",
      organizationId: parent,
    });
    await createSegment("organization", "with_enterprise", {
      related: "accounts",
      quantifier: { kind: "at-least", count: 1 },
      where: { subject: "plan", op: "is", value: "Enterprise" },
    });
    expect(await memberNames("with_enterprise")).toEqual(["Globex Holding"]);
    await t.inject({ method: "PATCH", url: `accounts/${account}`, body: { organizationId: other } });
    await drainEngine(t.app);
    expect(await memberNames("with_enterprise")).toEqual(["Umbrella"]);
    expect((await crossingsOf("with_enterprise", parent)).map((each) => each.name)).toEqual([
      "segment.entered",
      "segment.left",
    ]);
  });

  it("are read by their accounts as fields of the parent", async () => {
    await createSegment("account", "below_enterprise", {
      subject: "organization.segment:with_enterprise",
      op: "is-in",
    });
    expect(await memberNames("below_enterprise")).toEqual(["Globex UK"]);
    await createSegment("account", "below_umbrella", {
      subject: "organization.name",
      op: "is",
      value: "umbrella",
    });
    expect(await memberNames("below_umbrella")).toEqual(["Globex UK"]);
    const loop = await t.inject({
      method: "PATCH",
      url: "segments/with_enterprise",
      body: { rule: { related: "accounts", where: { subject: "segment:below_enterprise", op: "is-in" } } },
    });
    expect(loop.status).toBe(400);
  });
});

describe("a rule over time", () => {
  it("sees what changed and for how long a record has been in a segment", async () => {
    const id = await create("accounts", { name: "Patient", plan: "Scale" });
    await createSegment("account", "scale", { subject: "plan", op: "is", value: "Scale" });
    await createSegment("account", "scale_for_a_week", { subject: "segment:scale", op: "is-in", forDays: 7 });
    await createSegment("account", "downgraded", {
      subject: "plan",
      op: "changed-from-to",
      value: { from: "Scale", to: "Free", withinDays: 5 },
    });
    expect(await memberNames("scale_for_a_week")).toEqual([]);
    t.advance({ hours: 7 * 24 });
    await settle();
    expect(await memberNames("scale_for_a_week")).toEqual(["Patient"]);
    const why = await t.inject({ url: `accounts/${id}/explain?of=segment:scale_for_a_week` });
    expect(why.body).toMatchObject({ value: true });
    await t.inject({ method: "PATCH", url: `accounts/${id}`, body: { plan: "Free" } });
    await drainEngine(t.app);
    expect(await memberNames("scale_for_a_week")).toEqual([]);
    expect(await memberNames("downgraded")).toEqual(["Patient"]);
    const downgrade = await t.inject({ url: `accounts/${id}/explain?of=segment:downgraded` });
    expect(downgrade.body).toMatchObject({ value: true });
    t.advance({ hours: 5 * 24 });
    await settle();
    expect(await memberNames("downgraded")).toEqual([]);
  });
});

describe("a draft", () => {
  it("is explained for a chosen record, of any kind", async () => {
    const contact = await create("contacts", { name: "Gil", title: "Intern" });
    const { body } = await t.inject({
      method: "POST",
      url: "segments/preview/explanation",
      body: { object: "contact", recordId: contact, rule: { subject: "title", op: "contains", value: "vp" } },
    });
    expect(body).toMatchObject({
      value: false,
      summary: "The rule does not fit",
      reason: { seen: "Intern" },
    });
    const preview = await t.inject({
      method: "POST",
      url: "segments/preview",
      body: { object: "contact", rule: { subject: "name", op: "is", value: "gil" } },
    });
    expect(preview.body).toMatchObject({ count: 1, sample: [{ name: "Gil", arr: null }] });
  });
});

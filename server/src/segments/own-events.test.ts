import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";

// It is 23 November 2026.
let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  const organizationId = await create("organizations", { name: "Group" });
  for (const name of ["one", "two", "alone"]) {
    await create("accounts", { name, externalId: name, ...(name === "alone" ? {} : { organizationId }) });
  }
  for (const name of ["ada", "bob"]) {
    await create("contacts", { name, externalId: name, account: { externalId: "one" } });
  }
  await t.inject({
    method: "POST",
    url: "contacts/bulk-upsert",
    body: { items: [{ externalId: "ada", account: { externalId: "two" } }] },
  });
});
afterAll(() => t.close());

async function create(plural: string, body: Record<string, unknown>): Promise<string> {
  const answer = await t.inject({ method: "POST", url: plural, body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.id;
}

async function happen(contact: string, account: string, day: string, properties = {}): Promise<void> {
  const event = { name: "Exported", at: `${day}T08:00:00Z`, properties };
  const body = {
    items: [{ ...event, account: { externalId: account }, contact: { externalId: contact } }],
  };
  const answer = await t.inject({ method: "POST", url: "events", body });
  expect(answer.body).toMatchObject({ recorded: 1 });
  await drainEngine(t.app);
}

async function segment(object: string, slug: string, rule: object): Promise<void> {
  await create("segments", { object, slug, name: slug, rule });
  await t.drain();
  await drainEngine(t.app);
}

async function members(slug: string): Promise<string[]> {
  const { body } = await t.inject({ url: `segments/${slug}/members?sort=name` });
  return body.items.map((item: { name: string }) => item.name);
}

const often = { events: "Exported", count: { op: "at-least", value: 2 }, withinDays: 30 };

describe("a contact's own events", () => {
  it("are counted at all their accounts, and not those of others", async () => {
    await segment("contact", "exporters", often);
    await segment("contact", "never", { events: "Exported", count: { op: "exactly", value: 0 } });
    await happen("ada", "one", "2026-11-20");
    await happen("bob", "one", "2026-11-20");
    expect(await members("exporters")).toEqual([]);
    expect(await members("never")).toEqual([]);
    await happen("ada", "two", "2026-11-21", { format: "PDF", pages: 12 });
    expect(await members("exporters")).toEqual(["ada"]);
  });

  it("are asked by their properties, and when they first and last happened", async () => {
    const where = {
      all: [
        { subject: "property:format", op: "is", value: "pdf" },
        { subject: "property:pages", op: "at-least", value: "11.5" },
      ],
    };
    await segment("contact", "pdf", { events: "Exported", where });
    await segment("contact", "lately", {
      events: "Exported",
      time: "last",
      op: "on-or-after",
      value: "2026-11-21",
    });
    expect(await members("pdf")).toEqual(["ada"]);
    await happen("bob", "one", "2026-11-22", { format: "PDF", pages: 11 });
    expect(await members("pdf")).toEqual(["ada"]);
  });

  it("say in words what is asked, and what was seen", async () => {
    const [ada] = (await t.inject({ url: "segments/exporters/members" })).body.items;
    const { body } = await t.inject({ url: `segments/exporters/members/${ada.id}/explanation` });
    expect(JSON.stringify(body)).toContain("“Exported” happened at least 2 times in the last 30 days");
    const asked = { object: "contact", rule: often, recordId: ada.id };
    const draft = await t.inject({ method: "POST", url: "segments/preview/explanation", body: asked });
    expect(draft.body).toMatchObject({ value: true, reason: { seen: expect.anything() } });
    const counted = await t.inject({
      method: "POST",
      url: "segments/preview",
      body: { object: "contact", rule: often },
    });
    expect(counted.body).toMatchObject({ count: 2, total: 2 });
  });

  it("filter lists, also as of an earlier day, and stand behind accounts' own rules", async () => {
    const listed = async (url: string, filter: object, more = "") => {
      const { body } = await t.inject({
        url: `${url}?sort=name&filter=${encodeURIComponent(JSON.stringify(filter))}${more}`,
      });
      return body.items.map((item: { name: string }) => item.name);
    };
    expect(await listed("contacts", often)).toEqual(["ada", "bob"]);
    expect(await listed("contacts", often, "&asOf=2026-11-20")).toEqual([]);
    expect(await listed("accounts", { related: "contacts", where: often })).toEqual(["one", "two"]);
  });

  it("leave a window by the clock alone", async () => {
    t.advance({ days: 29 });
    await t.drain();
    await drainEngine(t.app);
    expect(await members("exporters")).toEqual([]);
  });
});

describe("an organization's events", () => {
  it("are those of its accounts", async () => {
    await segment("organization", "used", { events: "Exported", count: { op: "exactly", value: 5 } });
    expect(await members("used")).toEqual([]);
    await happen("ada", "two", "2026-12-20", { format: "CSV" });
    expect(await members("used")).toEqual(["Group"]);
    await segment("organization", "csv", {
      events: "Exported",
      where: { subject: "property:format", op: "is", value: "CSV" },
    });
    expect(await members("csv")).toEqual(["Group"]);
  });
});

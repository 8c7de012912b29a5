import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { roleHistory } from "./stakeholder-roles.ts";

let t: TestApp;
let account: string;
const people: Record<string, string> = {};

beforeAll(async () => {
  t = await testApp();
  account = (await t.inject({ method: "POST", url: "accounts", body: { name: "Acme" } })).body.id;
  for (const [name, stakeholderRole] of [
    ["Ada", "champion"],
    ["Ben", "decision-maker"],
    ["Cem", null],
  ]) {
    const body = { name, email: `${name}@acme.example`, account, stakeholderRole };
    people[name as string] = (await t.inject({ method: "POST", url: "contacts", body })).body.id;
  }
});
afterAll(() => t.close());

const list = async (query = "") =>
  (await t.inject({ url: `accounts/${account}/stakeholders${query}` })).body.items as Record<
    string,
    unknown
  >[];
const of = async (name: string, query = "") => (await list(query)).find((each) => each.name === name);
const patch = (name: string, body: object) =>
  t.inject({ method: "PATCH", url: `accounts/${account}/stakeholders/${people[name]}`, body });

describe("the stakeholders of an account", () => {
  it("are said in one piece: what is refused leaves the role as it was", async () => {
    const refused = await patch("Cem", { role: "sponsor", influence: "high", reportsToId: people.Cem });
    expect(refused.status).toBe(400);
    expect(await of("Cem")).toMatchObject({ role: null, influence: null });
    const unknown = await patch("Cem", { role: "king", influence: "high" });
    expect(unknown.body.fields).toMatchObject([{ path: "role" }]);
    expect(await of("Cem")).toMatchObject({ role: null, influence: null });
    const said = await patch("Cem", { role: "sponsor", influence: "high" });
    expect(said.body).toMatchObject({ role: "sponsor", influence: "high" });
    expect((await patch("Cem", { role: null, influence: null })).body).toMatchObject({
      role: null,
      influence: null,
    });
  });

  it("keeps roles with the days from and until which they were held, and tells them as of a day", async () => {
    const first = t.app.clock.now().toZonedDateTimeISO("UTC").toPlainDate();
    t.advance({ hours: 24 * 10 });
    const body = { account, stakeholderRole: "end-user" };
    await t.inject({ method: "PATCH", url: `contacts/${people.Ada}`, body });
    const changed = first.add({ days: 10 }).toString();
    expect(await of("Ada")).toMatchObject({
      role: "end-user",
      roleSince: changed,
      pastRoles: [{ role: "champion", from: first.toString(), until: changed }],
    });
    expect(await of("Ada", `?asOf=${first}`)).toMatchObject({ role: "champion", pastRoles: [] });
    expect(await of("Cem")).toMatchObject({ role: null, roleSince: null, pastRoles: [] });
  });

  it("says what people weigh, how they stand and to whom they report, each with its history", async () => {
    const before = t.app.clock.now().toString();
    t.advance({ hours: 1 });
    const said = { influence: "high", sentiment: "critical", reportsToId: people.Ben };
    expect((await patch("Ada", said)).body).toMatchObject(said);
    expect(await of("Ada")).toMatchObject(said);
    expect(await of("Ada", `?asOf=${encodeURIComponent(before)}`)).toMatchObject({
      influence: null,
      reportsToId: null,
    });
    const { items } = (await t.inject({ url: `objects/contact/records/${people.Ada}/changes` })).body;
    expect(items.map((each: { label: string }) => each.label)).toEqual(
      expect.arrayContaining([
        "Influence at Acme",
        "How they stand to us at Acme",
        "Whom they report to at Acme",
      ]),
    );
    expect((await patch("Ada", { influence: null })).body).toMatchObject({
      influence: null,
      sentiment: "critical",
    });
  });

  it("refuses a line upwards that leads back, somebody of elsewhere, and somebody who is not there", async () => {
    expect((await patch("Ben", { reportsToId: people.Ada })).body).toMatchObject({
      code: "invalid-input",
      fields: [{ path: "reportsToId" }],
    });
    expect((await patch("Ben", { reportsToId: people.Ben })).status).toBe(400);
    expect((await patch("Ben", { reportsToId: account })).status).toBe(400);
    const url = `accounts/${account}/stakeholders/${account}`;
    expect((await t.inject({ method: "PATCH", url, body: { influence: "low" } })).status).toBe(404);
  });
});

describe("the history of roles", () => {
  const said = (value: string | null, on: string) => ({ field: "stakeholderRole", value, on });

  it("leaves out what was corrected on the same day, and what was said twice", () => {
    const changes = [
      said("sponsor", "2026-01-01"),
      said("champion", "2026-01-01"),
      said("champion", "2026-02-01"),
      said("none", "2026-05-03"),
    ];
    expect(roleHistory(changes)).toEqual({
      roleSince: null,
      pastRoles: [{ role: "champion", from: "2026-01-01", until: "2026-05-03" }],
    });
  });
});

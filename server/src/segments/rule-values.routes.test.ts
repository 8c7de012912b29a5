import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { keyFor } from "../../test/principals.ts";
import { recordEvents } from "../events/index.ts";
import { execute } from "../kernel/command.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  const plans = ["Growth", "growth trial", "Enterprise", "Enterprise", "Enterprise", null];
  for (const [index, plan] of plans.entries()) {
    await t.inject({
      method: "POST",
      url: "accounts",
      body: { name: `Account ${index}`, externalId: `a${index}`, plan },
    });
  }
  const { body: gone } = await t.inject({
    method: "POST",
    url: "accounts",
    body: { name: "Gone", plan: "Legacy" },
  });

  await t.inject({ method: "DELETE", url: `accounts/${gone.id}` });
  await execute(t.app, await t.ctx(), recordEvents, {
    items: [
      { name: "Report exported", properties: { format: "PDF", pages: 4, "to: whom": "board" } },
      { name: "Report exported", properties: { format: "PDF", draft: true } },
      { name: "Report exported", properties: { format: "CSV" } },
      { name: "Logged in", properties: { format: 7 } },
    ].map((event, hour) => ({ ...event, account: "a0", at: `2026-11-20T0${hour}:00:00Z` })),
  } as never);
});
afterAll(() => t.close());

async function valuesOf(query: Record<string, string>, object = "account") {
  const answer = await t.inject({ url: `rule-catalog/${object}/values?${new URLSearchParams(query)}` });
  return answer.status === 200
    ? answer.body.items.map(({ value, type, count }: Record<string, unknown>) =>
        [value, type, count].filter((each) => each !== undefined).join(" "),
      )
    : answer.body;
}

describe("the values of a field", () => {
  it("are those that records hold which are not archived, the most frequent first", async () => {
    expect(await valuesOf({ of: "field", name: "plan" })).toEqual([
      "Enterprise 3",
      "Growth 1",
      "growth trial 1",
    ]);
    const { body } = await t.inject({ url: "rule-catalog/account/values?of=field&name=plan" });
    expect(body).toMatchObject({ lookedAt: 6, isSample: false, nextCursor: null });
  });

  it("are narrowed by what is typed, in any case, those that begin with it first", async () => {
    expect(await valuesOf({ of: "field", name: "plan", text: "tr" })).toEqual(["growth trial 1"]);
    expect(await valuesOf({ of: "field", name: "plan", text: "PRI" })).toEqual(["Enterprise 3"]);
    expect(await valuesOf({ of: "field", name: "plan", text: "%_'" })).toEqual([]);
  });

  it("are of text only, and of fields that are there", async () => {
    for (const name of ["arr", "nope", ""])
      expect(await valuesOf({ of: "field", name })).toMatchObject({
        code: "invalid-input",
        fields: [{ path: "name" }],
      });
    expect(await valuesOf({ of: "field", name: "plan" }, "nope")).toMatchObject({ code: "not-found" });
  });
});

describe("the values of events", () => {
  it("are their names, what properties each has, and what these hold", async () => {
    expect(await valuesOf({ of: "events" })).toEqual(["Report exported 3", "Logged in 1"]);
    expect(await valuesOf({ of: "properties", event: "Report exported" })).toEqual([
      "format text 3",
      "draft boolean 1",
      "pages number 1",
      "to: whom text 1",
    ]);
    expect(await valuesOf({ of: "properties", text: "form" })).toEqual(["format text 3", "format number 1"]);
    expect(await valuesOf({ of: "property", name: "format", event: "Report exported" })).toEqual([
      "PDF 2",
      "CSV 1",
    ]);
    expect(await valuesOf({ of: "property", name: "format", event: "Logged in" })).toEqual([]);
  });
});

describe("whoever may not read", () => {
  const asked = async (scopes: string[], query: string, object = "account") => {
    const { headers } = await keyFor(t, scopes.join(), scopes);
    return (await t.inject({ url: `rule-catalog/${object}/values?${query}`, as: null, headers })).status;
  };

  it("the records, sees no value of them", async () => {
    expect(await asked(["segments.read", "accounts.read"], "of=field&name=plan")).toBe(200);
    expect(await asked(["segments.read"], "of=field&name=plan")).toBe(403);
    expect(await asked(["segments.read", "accounts.read"], "of=field&name=email", "contact")).toBe(403);
  });

  it("the organizations or the events behind them, sees none of theirs", async () => {
    const accounts = ["segments.read", "accounts.read"];
    expect(await asked(accounts, "of=field&name=organization.name")).toBe(403);
    expect(await asked([...accounts, "organizations.read"], "of=field&name=organization.name")).toBe(200);
    for (const asks of ["events", "properties", "property&name=format"]) {
      expect(await asked(accounts, `of=${asks}`), asks).toBe(403);
      expect(await asked([...accounts, "events.read"], `of=${asks}`), asks).toBe(200);
    }
  });
});

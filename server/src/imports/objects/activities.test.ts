import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { countsOf, importText } from "../test/import-text.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  const account = (
    await t.inject({ method: "POST", url: "accounts", body: { name: "Acme", externalId: "A-1" } })
  ).body;
  const contact = { name: "Ada", email: "ada@acme.example", account: { id: account.id } };
  await t.inject({ method: "POST", url: "contacts", body: contact });
});
afterAll(() => t.close());

it("meetings come in with the words of other systems, once however often, bad rows by themselves", async () => {
  const text = [
    "meeting id,account id,start time,meeting type,subject,status,participants,notes",
    "m1,A-1,2026-10-01T10:00:00Z,QBR,Review,completed,Ada@acme.example; bob@acme.example,Went well",
    "m2,A-1,2026-10-05T10:00:00Z,Sync,Weekly,no-show,,",
    "m3,A-1,2026-10-06T10:00:00Z,Call,Cancelled one,Canceled,,",
    "m4,A-9,2026-10-06T10:00:00Z,Call,Of nobody,held,,",
    "m5,A-1,whenever,Call,No time,held,,",
    "",
  ].join("\n");
  const stored = await importText(t, "meetings", text, { source: "app" });
  expect(countsOf(stored)).toEqual([3, 0, 0, 2]);
  expect(countsOf(await importText(t, "meetings", text, { source: "app" }))).toEqual([0, 0, 3, 2]);
  const { body } = await t.inject({ url: "meetings?sort=at" });
  expect(body.items).toMatchObject([
    {
      kind: "business-review",
      status: "held",
      attendees: ["ada@acme.example", "bob@acme.example"],
      body: "Went well",
    },
    { kind: "check-in", status: "missed" },
    { kind: "other", status: "cancelled" },
  ]);
});

it("survey responses find their account by the contact, and stay on their scale", async () => {
  const text = [
    "response id,contact email,survey,score,comment,submitted at",
    "r1,ada@acme.example,NPS,9,“Great” — 很好,2026-10-01T10:00:00Z",
    "r2,ada@acme.example,csat,7,,2026-10-02T10:00:00Z",
    "r3,nobody@acme.example,nps,9,,2026-10-03T10:00:00Z",
    "",
  ].join("\n");
  const stored = await importText(t, "survey-responses", text, { source: "app" });
  expect(countsOf(stored)).toEqual([1, 0, 0, 2]);
  const { body } = await t.inject({ url: "survey-responses" });
  expect(body.items).toMatchObject([
    {
      survey: "nps",
      score: 9,
      group: "promoter",
      comment: "“Great” — 很好",
      contactName: "Ada",
      accountName: "Acme",
    },
  ]);
});

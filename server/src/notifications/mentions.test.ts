import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer } from "../../test/customer.ts";
import { makeTeammate, type TestTeammate } from "../../test/people.ts";
import { findMentioned } from "./find-mentioned.ts";

describe("who is mentioned in a text", () => {
  const people = [
    { id: "moss", name: "Ada Moss" },
    { id: "lind", name: "Ada Lind" },
    { id: "sam", name: "Sam Ünal" },
  ];
  it.each([
    ["@Sam can you call?", ["sam"]],
    ["(@sam ünal) and @ADA MOSS.", ["sam", "moss"]],
    ["@Ada is two people; @Samuel is nobody", []],
    ["write to ada@sam.example or x@Sam", []],
  ])("%s", (text, expected) => {
    expect(findMentioned(text, people)).toEqual(expected);
  });
});

describe("a mention outside notes", () => {
  let t: TestApp;
  let account: string;
  let sam: TestTeammate;
  beforeAll(async () => {
    t = await testApp();
    account = (await createCustomer(t)).accountId;
    sam = await makeTeammate(t, { name: "Sam", role: "csm" });
  });
  beforeEach(() => t.advance({ hours: 1 }));
  afterAll(() => t.close());

  const post = async (url: string, body: object) => {
    const { body: made, status } = await t.inject({ method: "POST", url, body: { account, ...body } });
    expect(status, JSON.stringify(made)).toBe(201);
    return made;
  };
  const patch = (url: string, body: object) => t.inject({ method: "PATCH", url, body });
  const told = async () =>
    t.db
      .selectFrom("notifications")
      .select(["title", "body", "href"])
      .where("teammate_id", "=", sam.id)
      .where("kind", "=", "mention")
      .orderBy("id")
      .execute();

  it("is told from tasks and risks, with the way there; once, however often it is saved", async () => {
    await post("tasks", { title: "Prepare", description: "@Sam has the numbers" });
    t.advance({ hours: 1 });
    const risk = await post("risks", { summary: "Silent", rootCause: "price", nextStep: "@Sam calls" });
    t.advance({ hours: 1 });
    await patch(`risks/${risk.id}`, { nextStep: "@Sam calls tomorrow" });
    expect(await told()).toEqual([
      {
        title: "Test administrator mentions you at Kestrel",
        body: "@Sam has the numbers",
        href: `/accounts/${account}`,
      },
      {
        title: "Test administrator mentions you at Kestrel",
        body: "@Sam calls",
        href: `/risks/${risk.id}`,
      },
    ]);
  });

  it("is told from meetings, projects and what comes next with a renewal", async () => {
    const before = (await told()).length;
    const meeting = {
      kind: "check-in",
      subject: "Review",
      at: "2026-11-24T10:00:00Z",
      nextStep: "@Sam sends it",
    };
    await post("meetings", meeting);
    t.advance({ hours: 1 });
    await post("projects", { name: "Rollout", description: "with @Sam" });
    t.advance({ hours: 1 });
    const renewal = await post("renewals", { dueOn: "2027-03-01", targetArr: "1000.00" });
    const done = await patch(`renewals/${renewal.id}`, { forecastNotes: "@Sam thinks so" });
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    expect((await told()).slice(before).map(({ body }) => body)).toEqual([
      "@Sam sends it",
      "with @Sam",
      "@Sam thinks so",
    ]);
  });

  it("is told once of a note in which one is picked and called, and of a review that writes a note", async () => {
    const before = (await told()).length;
    const note = await post("notes", { body: "@Sam, see this", mentions: [sam.id] });
    t.advance({ hours: 1 });
    await patch(`notes/${note.id}`, { body: "@Sam, see this, and @sam again" });
    expect(await told()).toHaveLength(before + 1);
    t.advance({ hours: 1 });
    const risk = await post("risks", { summary: "Second", rootCause: "price" });
    const answers = { "root-cause": "A new CFO", plan: "Ask @Sam" };
    const review = { note: "@Sam looks at it", nextStep: "@Sam answers", fields: answers };
    const done = await t.inject({ method: "PUT", url: `risks/${risk.id}/review`, body: review });
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    expect(await told()).toHaveLength(before + 2);
  });
});

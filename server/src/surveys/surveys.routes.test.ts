import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";

let t: TestApp;
let accountId: string;
let ada: string;
beforeAll(async () => {
  t = await testApp();
  accountId = (await t.inject({ method: "POST", url: "accounts", body: { name: "Acme" } })).body.id;
  ada = await contact("ada@acme.example");
  await contact("bob@acme.example");
});
afterAll(() => t.close());

async function contact(email: string): Promise<string> {
  const body = { name: email, email, account: { id: accountId } };
  return (await t.inject({ method: "POST", url: "contacts", body })).body.id;
}
const at = (days: number) =>
  t.app.clock
    .now()
    .add({ hours: 24 * days })
    .toString();
const answer = (body: Record<string, unknown>) => t.inject({ method: "POST", url: "survey-responses", body });
const metrics = async () => {
  await drainEngine(t.app);
  return (await t.inject({ url: `accounts/${accountId}` })).body.metrics;
};

describe("a survey response", () => {
  it("belongs to the only account of its contact and tells its group", async () => {
    const first = await answer({ contactEmail: "ADA@acme.example", score: 10, at: at(-40) });
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    expect(first.body).toMatchObject({ accountId, contactId: ada, survey: "nps", group: "promoter" });
    expect(
      (await answer({ contactEmail: "bob@acme.example", score: 9, at: at(-20), survey: "NPS " })).body.survey,
    ).toBe("nps");
  });

  it("must lie on the scale of its survey, and belong to somebody", async () => {
    const refused = async (body: Record<string, unknown>) =>
      (await answer({ contactId: ada, ...body })).body.fields;
    expect(await refused({ score: 11 })).toMatchObject([{ path: "score", message: "NPS goes from 0 to 10" }]);
    expect(await refused({ survey: "csat", score: 0 })).toMatchObject([{ path: "score" }]);
    expect(await refused({ survey: "a b", score: 3 })).toMatchObject([{ path: "survey" }]);
    expect((await answer({ score: 5 })).body.fields).toMatchObject([{ path: "account" }]);
    const own = await answer({ contactId: ada, survey: "onboarding", score: 77, at: at(-1) });
    expect(own.body).toMatchObject({ score: 77, group: null });
  });

  it("counts for its contact until the next one, whichever came in first", async () => {
    expect((await metrics()).nps.value).toBe(100);
    // Ada's change of mind, and a late one from before it.
    await answer({ contactId: ada, score: 3, at: at(-5), comment: "It is slow" });
    await answer({ contactId: ada, score: 9, at: at(-10) });
    const found = await metrics();
    expect(found.nps.value).toBe(0);
    expect(found.nps_mean.value).toBe(6);
    expect(found.nps_detractors.value).toBe(1);
    const series = await t.inject({ url: `metrics/nps/series?accountId=${accountId}` });
    const rolling = series.body.items.map((each: { rolling: number | null }) => each.rolling);
    expect([rolling.at(-1), rolling.at(-7), rolling.at(-42)]).toEqual([0, 100, null]);
  });

  it("is reported by people, by month and by segment, with the detractors nobody spoke to", async () => {
    const segment = { slug: "everybody", name: "Everybody", rule: { subject: "name", op: "is-set" } };
    await t.inject({ method: "POST", url: "segments", body: segment });
    await drainEngine(t.app);
    const { body } = await t.inject({ url: "surveys/nps/report" });
    expect(body.total).toMatchObject({
      responses: 4,
      respondents: 2,
      promoters: 1,
      detractors: 1,
      nps: 0,
      mean: 6,
    });
    expect(body).toMatchObject({ openDetractors: 1, previous: { respondents: 0, nps: null } });
    expect(body.bySegment).toContainEqual(
      expect.objectContaining({ segment: "everybody", respondents: 2, nps: 0 }),
    );
    expect(body.byMonth).toHaveLength(12);
    const other = await t.inject({ url: "surveys/onboarding/report" });
    expect(other.body.total).toMatchObject({ responses: 1, nps: null, mean: 77, promoters: 0 });
    expect((await t.inject({ url: "surveys/nps/report?from=2026-02-01&to=2026-01-01" })).status).toBe(400);
  });

  it("is followed up once, and is no longer open then", async () => {
    const filter = {
      all: [
        { subject: "group", op: "is", value: "detractor" },
        { subject: "followedUpAt", op: "is-empty" },
      ],
    };
    const { body } = await t.inject({
      url: `survey-responses?filter=${encodeURIComponent(JSON.stringify(filter))}`,
    });
    expect(body.items).toHaveLength(1);
    const done = await t.inject({
      method: "PATCH",
      url: `survey-responses/${body.items[0].id}`,
      body: { followUpNote: "Called her" },
    });
    expect(done.body).toMatchObject({
      followUpNote: "Called her",
      followedUpAt: t.app.clock.now().toString(),
    });
    expect((await t.inject({ url: "surveys/nps/report" })).body.openDetractors).toBe(0);
  });

  it("raises an indicator for a detractor, and stands on the timeline", async () => {
    const raised = await t.inject({ url: `indicators?accountId=${accountId}` });
    const names = (raised.body.items as { definition?: string; name?: string }[]).map(
      (each) => each.definition ?? each.name,
    );
    expect(names).toContain("nps_detractor");
    const { body } = await t.inject({ url: `contacts/${ada}/timeline?kinds=survey` });
    expect(body.items[0]).toMatchObject({ title: "ONBOARDING 77" });
    expect(body.items.map((each: { title: string }) => each.title)).toContain("NPS 3, detractor");
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { signInAs } from "../../test/people.ts";

let t: TestApp;
let mine: Record<string, string>;
let theirs: Record<string, string>;
let leads: Record<string, string>;
beforeAll(async () => {
  t = await testApp();
  const session = async (name: string, role: "csm" | "leader") => ({
    cookie: (await signInAs(t, { name, role })).cookie,
  });
  mine = await session("Mona", "csm");
  theirs = await session("Theo", "csm");
  leads = await session("Lena", "leader");
});
afterAll(() => t.close());

const definition = {
  filter: { subject: "outcome", op: "is-empty" },
  columns: ["accountName", "dueOn", "account.plan", "account.score:overall"],
  sort: "dueOn",
  group: { field: "dueOn", by: "quarter" },
};
type Body = Record<string, unknown>;
const as = (headers: Record<string, string>) => ({
  post: (body: Body) => t.inject({ method: "POST", url: "views", as: null, headers, body }),
  patch: (id: string, body: Body) =>
    t.inject({ method: "PATCH", url: `views/${id}`, as: null, headers, body }),
  remove: (id: string) => t.inject({ method: "DELETE", url: `views/${id}`, as: null, headers }),
  restore: (id: string) => t.inject({ method: "POST", url: `views/${id}/restoration`, as: null, headers }),
  names: async (query = "") =>
    (await t.inject({ url: `views${query}`, as: null, headers })).body.items.map(
      (view: { name: string }) => view.name,
    ),
});

describe("a saved view", () => {
  it("is its owner's alone until it is shared; then others see it and cannot change it", async () => {
    const made = await as(mine).post({ name: "My quarter", object: "renewal", definition });
    expect(made).toMatchObject({
      status: 201,
      body: { sharing: "private", isEditable: true, ownerName: "Mona", definition: { layout: "table" } },
    });
    expect(await as(mine).names("?object=renewal")).toEqual(["My quarter"]);
    expect(await as(mine).names("?object=account")).toEqual([]);
    expect(await as(theirs).names()).toEqual([]);
    expect((await as(theirs).patch(made.body.id, { name: "x" })).status).toBe(404);
    await as(mine).patch(made.body.id, { sharing: "all" });
    expect(await as(theirs).names()).toEqual(["My quarter"]);
    expect((await as(theirs).patch(made.body.id, { name: "x" })).body.code).toBe("forbidden");
    expect((await as(leads).patch(made.body.id, { name: "Our quarter" })).body.name).toBe("Our quarter");
  });

  it("stands in a hub, is archived and brought back", async () => {
    const { items } = (await t.inject({ url: "hubs" })).body;
    const hubId = items[0].id;
    const made = await as(mine).post({ name: "Hub", object: "renewal", definition, sharing: "hub", hubId });
    expect(await as(theirs).names(`?hubId=${hubId}`)).toEqual(["Hub"]);
    await as(mine).remove(made.body.id);
    expect(await as(theirs).names(`?hubId=${hubId}`)).toEqual([]);
    await as(mine).restore(made.body.id);
    expect(await as(theirs).names(`?hubId=${hubId}`)).toEqual(["Hub"]);
    expect((await as(mine).patch(made.body.id, { sharing: "all" })).body.hubId).toBeNull();
  });

  it.each([
    ["columns", { columns: ["nope"] }],
    ["sort", { columns: ["dueOn"], sort: "-likelihood" }],
    ["group.by", { columns: ["dueOn"], group: { field: "stage", by: "month" } }],
    ["layoutField", { columns: ["dueOn"], layout: "board", layoutField: "dueOn" }],
    ["layoutField", { columns: ["dueOn"], layout: "calendar" }],
  ])("is refused when its %s cannot be", async (path, wrong) => {
    const answer = await as(mine).post({ name: "x", object: "renewal", definition: wrong });
    expect(answer.body).toMatchObject({
      code: "invalid-input",
      fields: [{ path: `definition.${path}` }],
    });
  });

  it("is refused with a rule, an object or a hub that is not there", async () => {
    const post = async (body: Body) =>
      (await as(mine).post({ name: "x", object: "renewal", definition, ...body })).status;
    expect(await post({ definition: { ...definition, filter: { subject: "nope", op: "is" } } })).toBe(400);
    expect(await post({ object: "nope" })).toBe(404);
    expect(await post({ sharing: "hub" })).toBe(400);
    expect(await post({ hubId: "01900000-0000-7000-8000-000000000000" })).toBe(400);
  });
});

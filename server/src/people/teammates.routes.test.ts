import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { makeTeammate } from "../../test/people.ts";
import { resolveTeammates } from "./index.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

const upsert = (items: object[], as: "administrator" | "revops" = "revops") =>
  t.inject({ method: "POST", url: "teammates/bulk-upsert", body: { source: "hr", items }, as });

describe("teammates as records", () => {
  it("are imported with managers named by e-mail, in any order, and roles in other systems' words", async () => {
    const answer = await upsert([
      {
        externalId: "1",
        name: "Carla Mee",
        email: "carla@x.com",
        managerEmail: "Lou@X.com",
        role: "Customer Success Manager",
      },
      {
        externalId: "2",
        name: "Lou Dent",
        email: "lou@x.com",
        team: "EMEA",
        region: "DACH",
        role: "Director",
      },
      { externalId: "3", name: "Nobody's", email: "n@x.com", managerEmail: "missing@x.com" },
      { externalId: "4", name: "Odd", email: "odd@x.com", role: "Wizard" },
    ]);
    expect(answer.body).toMatchObject({ created: 2, rejected: 2 });
    expect(answer.body.results[2].problems[0].path).toBe("managerEmail");
    expect(answer.body.results[3].problems[0].path).toBe("role");
    const carla = await t.inject({ url: "teammates/by-external-id/hr/1" });
    expect(carla.body).toMatchObject({ role: "csm", status: "not-invited", managerEmail: "lou@x.com" });
    const again = await upsert([{ externalId: "2", name: "Lou Dent", email: "lou@x.com" }]);
    expect(again.body.unchanged).toBe(1);
  });

  it("take a person already known by e-mail as the same, and never two with one e-mail", async () => {
    const known = await makeTeammate(t, { name: "Vera" });
    const answer = await upsert([
      { externalId: "v", name: "Vera", email: known.email.toUpperCase(), team: "NA" },
    ]);
    expect(answer.body.results[0]).toMatchObject({ status: "updated", id: known.id });
    const found = await t.inject({ url: "teammates/by-external-id/hr/v" });
    expect(found.body).toMatchObject({ id: known.id, team: "NA", status: "active" });
    const twice = await t.inject({
      method: "POST",
      url: "teammates",
      body: { name: "Other", email: known.email },
    });
    expect(twice.body.fields[0].path).toBe("email");
    const batch = await upsert([
      { externalId: "d1", name: "D1", email: "d@x.com" },
      { externalId: "d2", name: "D2", email: "D@x.com" },
    ]);
    expect(batch.body).toMatchObject({ created: 1, rejected: 1 });
  });

  it("refuse loops of managers, over several steps and in one batch", async () => {
    const create = async (name: string, managerId?: string) =>
      (await t.inject({ method: "POST", url: "teammates", body: { name, managerId } })).body.id as string;
    const top = await create("Top");
    const middle = await create("Middle", top);
    const low = await create("Low", middle);
    const move = (id: string, managerId: string) =>
      t.inject({ method: "PATCH", url: `teammates/${id}`, body: { managerId } });
    expect((await move(top, low)).body.fields[0].path).toBe("managerId");
    expect((await move(top, top)).status).toBe(400);
    expect((await move(low, top)).status).toBe(200);
    const loop = await upsert([
      { externalId: "l1", name: "L1", email: "l1@x.com", managerEmail: "l2@x.com" },
      { externalId: "l2", name: "L2", email: "l2@x.com", managerEmail: "l1@x.com" },
    ]);
    expect(loop.body).toMatchObject({ created: 0, rejected: 2 });
  });

  it("keep RevOps from becoming somebody else or everybody", async () => {
    const admin = await makeTeammate(t, { name: "Root", role: "administrator" });
    const csm = await makeTeammate(t, { name: "Cas" });
    const patch = (id: string, body: object) =>
      t.inject({ method: "PATCH", url: `teammates/${id}`, body, as: "revops" });
    expect((await patch(csm.id, { role: "administrator" })).body.fields[0].path).toBe("role");
    expect((await patch(admin.id, { email: "eve@evil.example" })).body.fields[0].path).toBe("email");
    expect((await patch(csm.id, { team: "APAC" })).status).toBe(200);
    expect((await upsert([{ externalId: "a", name: "A", role: "administrator" }])).body.rejected).toBe(1);
    expect((await t.inject({ method: "DELETE", url: `teammates/${csm.id}`, as: "revops" })).status).toBe(403);
    const invited = await t.inject({
      method: "POST",
      url: "invitations",
      body: { email: "eve@evil.example", role: "administrator" },
      as: "revops",
    });
    expect(invited.status).toBe(403);
    expect((await patch(csm.id, { status: "suspended" })).body.status).toBe("active");
  });

  it("are found by id, e-mail or name, and never guessed", async () => {
    await upsert([
      { externalId: "t1", name: "Twin", email: "twin1@x.com" },
      { externalId: "t2", name: "Twin", email: "twin2@x.com" },
    ]);
    const found = await resolveTeammates(t.db, ["LOU@x.com", "lou dent", "Twin", "Nobody"]);
    expect(found.get("LOU@x.com")).toEqual(found.get("lou dent"));
    expect(found.get("Twin")).toMatchObject({ problem: expect.stringContaining("2 teammates") });
    expect(found.get("Nobody")).toMatchObject({ problem: expect.stringContaining("no teammate") });
  });
});

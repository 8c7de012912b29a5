import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { makeTeammate } from "../../test/people.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

it("renames, archives and restores a key role; who held it comes back with it", async () => {
  const created = await t.inject({
    method: "POST",
    url: "key-roles",
    body: { slug: "coach", name: "Coach" },
  });
  const coach = await makeTeammate(t, { name: "Coach" });
  const account = await t.inject({
    method: "POST",
    url: "accounts",
    body: { name: "Coached", keyRoles: { coach: coach.id } },
  });
  const url = `key-roles/${created.body.id}`;
  const renamed = await t.inject({ method: "PATCH", url, body: { name: "Onboarding coach" } });
  expect(renamed.body).toMatchObject({ slug: "coach", name: "Onboarding coach" });
  const fields = async () =>
    (await t.inject({ url: "objects/account/fields" })).body.items
      .filter((field: { origin: string }) => field.origin === "key-role")
      .map((field: { label: string }) => field.label);
  expect(await fields()).toContain("Onboarding coach");
  expect((await t.inject({ method: "DELETE", url })).body.archivedAt).not.toBeNull();
  expect(await fields()).not.toContain("Onboarding coach");
  const refused = await t.inject({
    method: "PATCH",
    url: `accounts/${account.body.id}`,
    body: { keyRoles: { coach: null } },
  });
  expect(refused.status).toBe(400);
  await t.inject({ method: "POST", url: `${url}/restoration` });
  const read = await t.inject({ url: `accounts/${account.body.id}` });
  expect(read.body.keyRoles.coach).toBe(coach.id);
  expect((await t.inject({ method: "PATCH", url, body: { name: "X" }, as: "csm" })).status).toBe(403);
});

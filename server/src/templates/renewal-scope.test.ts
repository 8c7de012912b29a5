import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer } from "../../test/customer.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

test("the account's next open renewal fills the shipped reminder, the project and the preview", async () => {
  const { accountId } = await createCustomer(t);
  const before = await t.inject({
    method: "POST",
    url: "conversations",
    body: { accountId, template: { slug: "renewal-reminder" } },
  });
  expect(before.body.detail).toContain("renewal.due_on");
  const body = { arr: "12000", currency: "USD", nextRenewalOn: "2027-03-31" };
  expect((await t.inject({ method: "PATCH", url: `accounts/${accountId}`, body })).status).toBe(200);
  const after = await t.inject({
    method: "POST",
    url: "conversations",
    body: { accountId, template: { slug: "renewal-reminder" } },
  });
  expect(after.body.subject).toBe("Your Your company agreement renews on 31 March 2027");
  const project = await t.inject({
    method: "POST",
    url: "projects/from-template",
    body: { accountId, template: { slug: "renewal-project" } },
  });
  expect(project.body).toMatchObject({ targetOn: "2027-03-31", renewalId: expect.any(String) });

  const content = { subject: "{{ renewal.target_arr }} {{ renewal.currency }}", body: "x" };
  const { id } = (await t.inject({ url: "templates?kind=conversation" })).body.items[0];
  const preview = (request: object) =>
    t.inject({ method: "POST", url: `templates/${id}/preview`, body: { content, ...request } });
  expect((await preview({ accountId })).body.texts.subject).toBe("12000.00 USD");
  const stranger = await createCustomer(t, "Osprey");
  const foreign = await preview({ accountId: stranger.accountId, renewalId: project.body.renewalId });
  expect(foreign.body.problems).toMatchObject([{ text: "renewal.target_arr" }, { text: "renewal.currency" }]);
});

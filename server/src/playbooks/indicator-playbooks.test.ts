import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer } from "../../test/customer.ts";
import { drainEngine } from "../engine/index.ts";
import { drainPlaybooks } from "./run-worker.ts";

let t: TestApp;
let accountId: string;
beforeAll(async () => {
  t = await testApp();
  ({ accountId } = await createCustomer(t));
  for (const slug of ["cause", "effect"]) await define(slug);
  await drainEngine(t.app);
});
afterAll(() => t.close());

const send = async (method: "POST" | "PUT" | "PATCH", url: string, body: object) => {
  const answer = await t.inject({ method, url, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
};
/** Raised of whose plan is the slug. */
const define = (slug: string) =>
  send("POST", "indicator-definitions", {
    slug,
    name: slug,
    polarity: "risk",
    message: slug,
    quietDays: 0,
    rule: { subject: "plan", op: "is", value: slug },
  });
const playbook = async (name: string, trigger: object, step: object) => {
  const definition = {
    trigger,
    first: "one",
    steps: [{ id: "one", ...step }],
    enrolment: { policy: "each-time" },
  };
  const { id } = await send("POST", "playbooks", { name, definition });
  await send("PUT", `playbooks/${id}/activation`, {});
};
const setPlan = async (plan: string) => {
  await send("PATCH", `accounts/${accountId}`, { plan });
  await drainEngine(t.app);
  await drainPlaybooks(t.app);
};
const indicatorsOf = async (definition: string) => {
  const filter = encodeURIComponent(JSON.stringify({ subject: "definition", op: "is", value: definition }));
  return (await t.inject({ url: `indicators?filter=${filter}&sort=raisedAt` })).body.items;
};

test("an indicator that is raised starts a playbook that raises another; clearing it starts one that addresses that", async () => {
  await playbook(
    "Raise",
    { kind: "indicator-raised", indicator: "cause" },
    { kind: "raise-indicator", settings: { indicator: "effect", message: "Because of the cause" } },
  );
  await playbook(
    "Address",
    { kind: "indicator-cleared", indicator: "cause" },
    { kind: "clear-indicator", settings: { indicator: "effect", whatWasDone: "The cause is gone" } },
  );
  await setPlan("cause");
  expect(await indicatorsOf("effect")).toMatchObject([
    { status: "open", message: "Because of the cause", raisedBy: "Raise" },
  ]);
  await setPlan("other");
  expect(await indicatorsOf("cause")).toMatchObject([{ status: "cleared" }]);
  expect(await indicatorsOf("effect")).toMatchObject([
    { status: "addressed", whatWasDone: "The cause is gone", settledBy: "Address" },
  ]);
});

test("without words the step clears it", async () => {
  await playbook(
    "Clear",
    { kind: "indicator-raised", indicator: "cause" },
    { kind: "clear-indicator", settings: { indicator: "cause" } },
  );
  await setPlan("cause");
  expect((await indicatorsOf("cause")).at(-1)).toMatchObject({ status: "cleared", settledBy: "Clear" });
});

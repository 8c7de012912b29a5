import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drainEngine } from "../../src/engine/index.ts";
import { newId } from "../../src/kernel/ids.ts";
import { sendDue } from "../../src/kernel/mail/sender.ts";
import { drainPlaybooks } from "../../src/playbooks/index.ts";
import { type TestApp, testApp } from "../app.ts";
import { type SmtpSink, startSmtpSink } from "../smtp-sink.ts";

// The scenario, step by step: two accounts come into the renewal window; the motion runs on both; one customer answers
// the reminder, the other does not; an account whose window is far away and one that has churned stay out.

let t: TestApp;
let sink: SmtpSink;
let inbound: string;
let playbookId: string;
const accounts: Record<string, string> = {};

beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
  sink = await startSmtpSink();
  t.app.settings.smtpUrl = sink.url;
  await t.inject({
    method: "PATCH",
    url: "mail-settings",
    body: { replyMailbox: "success@ours.example", senderAddress: "success@ours.example" },
  });
  inbound = new URL((await t.inject({ method: "POST", url: "mail-settings/inbound-address" })).body.url)
    .pathname;
  for (const [name, days] of [
    ["Kestrel", 200],
    ["Osprey", 200],
    ["Albatross", 400],
    ["Dodo", 200],
  ] as const) {
    accounts[name] = await addCustomer(name, days);
  }
  await t.inject({
    method: "PATCH",
    url: `accounts/${accounts.Dodo}`,
    body: { lifecycleOverride: "churned", lifecycleOverrideReason: "closed down" },
  });
  await settle();
});
afterAll(async () => {
  await t.close();
  await sink.close();
});

async function addCustomer(name: string, renewsInDays: number): Promise<string> {
  const at = t.clock.now().toString();
  const domain = `${name.toLowerCase()}.example`;
  const owner = newId(t.clock.now());
  const csm = newId(t.clock.now());
  for (const [id, person] of [
    [owner, `Rhea of ${name}`],
    [csm, `Dana of ${name}`],
  ] as const) {
    const email = `${person.split(" ")[0]?.toLowerCase()}.${name.toLowerCase()}@ours.example`;
    await t.db
      .insertInto("teammates")
      .values({ id, name: person, email, role: "csm", status: "active", created_at: at, updated_at: at })
      .execute();
  }
  const nextRenewalOn = (await t.ctx()).today.add({ days: renewsInDays }).toString();
  const account = await t.inject({
    method: "POST",
    url: "accounts",
    body: { name, keyRoles: { csm, account_manager: owner }, arr: "12000", nextRenewalOn },
  });
  expect(account.status, JSON.stringify(account.body)).toBe(201);
  const contact = await t.inject({
    method: "POST",
    url: "contacts",
    body: {
      name: `Ada at ${name}`,
      email: `ada@${domain}`,
      account: account.body.id,
      stakeholderRole: "decision-maker",
    },
  });
  expect(contact.status).toBe(201);
  return account.body.id;
}

/** Everything that is due happens: derived values, playbooks, mail. */
async function settle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await drainEngine(t.app);
    await drainPlaybooks(t.app);
    await sendDue(t.app, { leaseMs: 30_000, timeoutMs: 3_000, parallel: 1 });
  }
}
/** Days pass; each midnight looks at everything again, as the engine's own pass does. */
async function pass(days: number): Promise<void> {
  t.advance({ days });
  await t.drain();
  await settle();
}
const runOf = async (name: string) => {
  const { body } = await t.inject({ url: `playbooks/${playbookId}/runs?accountId=${accounts[name]}` });
  expect(body.items.length).toBeLessThanOrEqual(1);
  return body.items[0];
};
const traceOf = async (name: string) =>
  (await t.inject({ url: `playbook-runs/${(await runOf(name)).id}` })).body.trace as {
    stepId: string;
    outcome: string;
    outlet: string | null;
    why: string;
    output: Record<string, unknown>;
  }[];
const renewalOf = async (name: string) =>
  (await t.inject({ url: "renewals" })).body.items.find(
    (one: { accountId: string }) => one.accountId === accounts[name],
  );
const header = (raw: string | undefined, name: string) =>
  new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, "im")
    .exec(raw ?? "")?.[1]
    ?.replace(/\s+/g, " ")
    .trim();
const mailTo = (name: string) =>
  sink.messages.filter((one) => one.to.includes(`ada@${name.toLowerCase()}.example`));

describe("the renewal motion", () => {
  test("is shipped switched off and does nothing by itself", async () => {
    const { items } = (await t.inject({ url: "playbooks" })).body;
    const shipped = items.find((one: { slug: string }) => one.slug === "renewal_motion");
    expect(shipped).toMatchObject({
      state: "off",
      isShipped: true,
      triggerSentence: "When an account enters the segment “Renewing in 180 days”",
      counts: { enrolled: 0 },
    });
    playbookId = shipped.id;
    expect((await t.inject({ url: `playbooks/${playbookId}` })).body.problems).toEqual([]);
    expect(sink.messages).toHaveLength(0);
  });

  test("dry run shows every step and message, and keeps nothing", async () => {
    await pass(30);
    const { status, body } = await t.inject({
      method: "POST",
      url: `playbooks/${playbookId}/dry-run`,
      body: { accountId: accounts.Kestrel },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: "completed", wouldEnrol: true });
    expect(
      body.trace.map((one: { stepId: string; outcome: string }) => `${one.stepId} ${one.outcome}`),
    ).toEqual([
      "add-to-renewal done",
      "create-project done",
      "send-reminder done",
      "wait-for-answer waiting",
      "wait-for-answer done",
      "send-follow-up done",
      "notice-sent done",
    ]);
    expect(body.trace[2].output.message).toMatchObject({
      from: "Rhea of Kestrel <rhea.kestrel@ours.example>",
      to: ["Ada at Kestrel <ada@kestrel.example>"],
      subject: expect.stringMatching(/^Your .* agreement renews on 11 June 2027$/),
    });
    expect(body.trace[5].output.message.subject).toMatch(/^Re: Your .* agreement renews on/);
    expect((await t.inject({ url: "projects" })).body.items).toEqual([]);
    expect((await t.inject({ url: "conversations" })).body.items).toEqual([]);
    expect(await renewalOf("Kestrel")).toMatchObject({ stage: "upcoming", noticeSentOn: null });
    expect((await t.db.selectFrom("playbook_runs").selectAll().execute()).length).toBe(0);
  });

  test("who matches now is told before it is switched on, churned accounts apart", async () => {
    const { body } = await t.inject({ url: `playbooks/${playbookId}/matches` });
    expect(body).toMatchObject({ count: 2, enrolCount: 2, leftOutCount: 1 });
    expect(body.items.map((one: { name: string }) => one.name).toSorted()).toEqual(["Kestrel", "Osprey"]);
  });

  test("switched on, it enrols who matches: segment, project, reminder as the renewal's owner", async () => {
    const { body } = await t.inject({ method: "PUT", url: `playbooks/${playbookId}/activation`, body: {} });
    expect(body).toMatchObject({ state: "on", enrolledNow: 2 });
    await settle();
    for (const name of ["Kestrel", "Osprey"]) {
      const account = (await t.inject({ url: `accounts/${accounts[name]}` })).body;
      expect(account.segments).toEqual(expect.arrayContaining(["renewal", "renewing_180d"]));
      expect(await runOf(name)).toMatchObject({ state: "waiting", currentStep: "wait-for-answer" });
    }
    const projects = (await t.inject({ url: "projects" })).body.items;
    expect(projects.map((one: { name: string }) => one.name).toSorted()).toEqual([
      "Renewal of Kestrel",
      "Renewal of Osprey",
    ]);
    expect(sink.messages).toHaveLength(2);
    const [reminder] = mailTo("Kestrel");
    expect(header(reminder?.raw, "From")).toBe("Rhea of Kestrel <rhea.kestrel@ours.example>");
    expect(header(reminder?.raw, "Message-ID")).toMatch(/^<.+@ours\.example>$/);
    expect(await runOf("Dodo")).toBeUndefined();
    expect(await runOf("Albatross")).toBeUndefined();
  });

  test("an automatic reply does not end the wait; the customer's answer does, in its thread", async () => {
    await pass(2);
    const [reminder] = mailTo("Kestrel");
    const replyTo = header(reminder?.raw, "Reply-To") ?? "";
    const thread = `In-Reply-To: ${header(reminder?.raw, "Message-ID")}\nReferences: ${header(reminder?.raw, "Message-ID")}`;
    const deliver = (id: string, headers: string, text: string) =>
      t.inject({
        method: "POST",
        url: inbound,
        as: null,
        headers: { "content-type": "message/rfc822" },
        body: Buffer.from(
          `From: Ada <ada@kestrel.example>\nTo: ${replyTo}\nSubject: Re: renewal\nMessage-ID: <${id}@kestrel.example>\n${thread}\n${headers}\n${text}`.replaceAll(
            "\n",
            "\r\n",
          ),
        ),
      });
    const away = await deliver("away", "Auto-Submitted: auto-replied\n", "I am away.");
    expect(away.body.status).toBe("received");
    await settle();
    expect(await runOf("Kestrel")).toMatchObject({ state: "waiting" });

    const answer = await deliver("answer", "", "Yes, please renew as it is.");
    expect(answer.body.status).toBe("received");
    expect((await deliver("answer", "", "Yes, please renew as it is.")).body.status).toBe("duplicate");
    await settle();
    expect(await runOf("Kestrel")).toMatchObject({ state: "completed", finishedAt: expect.any(String) });
    const trace = await traceOf("Kestrel");
    expect(trace.map((one) => `${one.stepId} ${one.outlet ?? one.outcome}`)).toEqual([
      "add-to-renewal next",
      "create-project next",
      "send-reminder next",
      "wait-for-answer waiting",
      "wait-for-answer answered",
      "notice-sent next",
    ]);
    expect(await renewalOf("Kestrel")).toMatchObject({ stage: "notice_sent", noticeSentOn: "2026-12-25" });
    expect(mailTo("Kestrel")).toHaveLength(1);
    expect(await runOf("Osprey")).toMatchObject({ state: "waiting" });
  });

  test("without an answer for seven days the follow-up goes out as a reply in the same thread", async () => {
    await pass(4);
    expect(mailTo("Osprey")).toHaveLength(1);
    await pass(1);
    const [reminder, followUp] = mailTo("Osprey");
    expect(header(followUp?.raw, "Subject")).toBe(`Re: ${header(reminder?.raw, "Subject")}`);
    expect(header(followUp?.raw, "In-Reply-To")).toBe(header(reminder?.raw, "Message-ID"));
    expect(header(followUp?.raw, "References")).toContain(header(reminder?.raw, "Message-ID"));
    expect(header(followUp?.raw, "From")).toBe(header(reminder?.raw, "From"));
    expect(await runOf("Osprey")).toMatchObject({ state: "completed" });
    expect((await traceOf("Osprey")).at(-2)).toMatchObject({ stepId: "send-follow-up", outcome: "done" });
    expect(await renewalOf("Osprey")).toMatchObject({ stage: "notice_sent", noticeSentOn: "2026-12-30" });
  });

  test("who comes into the window later is enrolled by that, once", async () => {
    await pass(190);
    expect(await runOf("Albatross")).toMatchObject({
      state: "waiting",
      startedBecause: "Entered the segment “Renewing in 180 days”",
    });
    expect(mailTo("Albatross")).toHaveLength(1);
    expect(mailTo("Dodo")).toHaveLength(0);
    const { items } = (await t.inject({ url: "playbooks" })).body;
    expect(items.find((one: { id: string }) => one.id === playbookId).counts).toMatchObject({
      enrolled: 3,
      running: 1,
      completed: 2,
    });
  });
});

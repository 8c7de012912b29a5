import { expect, type Page, test } from "@playwright/test";
import { type Installation, startInstallation } from "../installation.ts";
import { headerOf, type MailSink, startMailSink } from "../mail-sink.ts";
import { expectAccessible, signIn, watchConsole } from "../session.ts";

let installation: Installation;
let sink: MailSink;
test.beforeAll(async () => {
  sink = await startMailSink();
  installation = await startInstallation([], { SMTP_URL: sink.url });
});
test.afterAll(async () => {
  await installation?.stop();
  await sink?.close();
});

const day = 24 * 60 * 60 * 1000;

/** An account whose term ends in 100 days, with a decision maker; the signed-in teammate is its CSM. */
async function addCustomer(page: Page): Promise<void> {
  const post = async (path: string, data: object) => {
    const headers = { "x-perennial-csrf": "1" };
    const answer = await page.request.post(`${installation.url}/api/v1/${path}`, { headers, data });
    expect(answer.status(), await answer.text()).toBe(201);
    return answer.json();
  };
  const teammates = await (await page.request.get(`${installation.url}/api/v1/teammates`)).json();
  const nextRenewalOn = new Date(Date.now() + 100 * day).toISOString().slice(0, 10);
  const keyRoles = { csm: teammates.items[0].id };
  const account = await post("accounts", { name: "Kestrel Labs", keyRoles, arr: "12000", nextRenewalOn });
  await post("contacts", {
    name: "Grace Hopper",
    email: "grace@kestrel.example",
    account: account.id,
    stakeholderRole: "decision-maker",
  });
}

test("the Renewal motion is tried, changed, switched on for one account, and goes on when the customer answers", async ({
  page,
}) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  await addCustomer(page);
  await page.getByRole("link", { name: "Playbooks" }).click();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Renewal motion" }).click();
  const steps = page.getByRole("list", { name: "Steps" });
  await expect(steps).toContainText("at most 7 days");

  // A simple setting is edited in its place and makes a version.
  await page.getByRole("button", { name: "Edit: Wait until the customer answers" }).click();
  await page.getByLabel("Days to wait for an answer").fill("5");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(steps).toContainText("at most 5 days");
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText("Version 2");

  // The dry run shows both messages; nothing leaves.
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByRole("dialog").getByLabel("Account").click();
  await page.getByRole("option").filter({ hasText: "matches now" }).first().click();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("article", { name: /^Message: Re: / })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  expect(sink.mails).toEqual([]);

  // Switched on for those to come, one account is enrolled by hand.
  await page.getByRole("button", { name: "Switch on" }).click();
  await expect(page.getByRole("dialog")).toContainText("match now;");
  await page.getByLabel("Enrol the accounts that match now").click();
  await page.getByRole("dialog").getByRole("button", { name: "Switch on" }).click();
  await expect(page.getByRole("button", { name: "Switch off" })).toBeVisible();
  await page.getByRole("tab", { name: "Who matches" }).click();
  await page.getByRole("button", { name: "Enrol Kestrel Labs" }).click();
  await expect(page.getByText("Enrolled before or under way")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("tab", { name: /Runs/ }).click();
  const run = page.getByRole("grid", { name: "Runs" }).getByRole("row").filter({ hasText: "Kestrel Labs" });
  await expect(run).toContainText("Waiting");
  await expect.poll(() => sink.mails.length).toBe(1);
  await run.getByRole("button", { name: "Kestrel Labs" }).click();
  const trace = page.getByRole("list", { name: "Trace" });
  await expect(trace).toContainText("Waits for an answer");
  await expectAccessible(page);

  // The customer answers: raw mail comes in, and the open trace goes on by itself.
  const [mail] = sink.mails;
  const raw = mail?.raw ?? "";
  const made = await page.request.post(`${installation.url}/api/v1/mail-settings/inbound-address`, {
    headers: { "x-perennial-csrf": "1" },
  });
  const inbound = new URL((await made.json()).url).pathname;
  const answer = [
    `From: ${mail?.to[0]}`,
    `To: ${headerOf(raw, "From")}`,
    `Subject: Re: ${headerOf(raw, "Subject")}`,
    "Message-ID: <answer@customer.example>",
    `In-Reply-To: ${headerOf(raw, "Message-ID")}`,
    "",
    "Please renew as it is.",
  ].join("\r\n");
  const delivered = await page.request.post(`${installation.url}${inbound}`, {
    headers: { "content-type": "message/rfc822" },
    data: Buffer.from(answer),
  });
  expect(delivered.status()).toBe(202);
  await expect(trace).toContainText("Stage is “Notice Sent”");
  await expect(page.getByRole("dialog")).toContainText("Done");

  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

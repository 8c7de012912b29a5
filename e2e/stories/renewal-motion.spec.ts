import { expect, type Page, test } from "@playwright/test";
import { type SmtpSink, startSmtpSink } from "../../server/test/smtp-sink.ts";
import { type Installation, startInstallation } from "../installation.ts";
import { expectAccessible, signIn, watchConsole } from "../session.ts";

let sink: SmtpSink;
let installation: Installation;
test.beforeAll(async () => {
  sink = await startSmtpSink();
  installation = await startInstallation([], { SMTP_URL: sink.url });
});
test.afterAll(async () => {
  await installation?.stop();
  await sink?.close();
});

/** Asks the API in the name of whoever is signed in on the page. */
async function ask<Body>(page: Page, method: string, path: string, data?: unknown): Promise<Body> {
  const headers = { "x-perennial-csrf": "1", origin: installation.url };
  const answer = await page.request.fetch(`${installation.url}/api/v1/${path}`, { method, headers, data });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as Body;
}

/** Mail as our own, and one customer whose renewal comes soon. */
async function prepare(page: Page): Promise<{ accountId: string; inbound: string }> {
  await ask(page, "PATCH", "company", { name: "Ours" });
  const mailbox = { replyMailbox: "success@ours.example", senderAddress: "success@ours.example" };
  await ask(page, "PATCH", "mail-settings", mailbox);
  const { url } = await ask<{ url: string }>(page, "POST", "mail-settings/inbound-address");
  const { items } = await ask<{ items: { id: string }[] }>(page, "GET", "teammates");
  const owner = items[0]?.id;
  const account = await ask<{ id: string }>(page, "POST", "accounts", {
    name: "Kestrel",
    keyRoles: { csm: owner, account_manager: owner },
    arr: "48000",
    nextRenewalOn: Temporal.Now.plainDateISO().add({ days: 100 }).toString(),
  });
  const contact = { name: "Ada Byron", email: "ada@kestrel.example", stakeholderRole: "decision-maker" };
  await ask(page, "POST", "contacts", { ...contact, account: account.id });
  return { accountId: account.id, inbound: url };
}

const header = (raw: string, name: string) =>
  new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, "im").exec(raw)?.[1]?.replace(/\s+/g, " ").trim() ?? "";

test("switched on, the renewal motion writes to the customer; the answer moves it on, and a second reader sees it live", async ({
  page,
  browser,
}) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  const { accountId, inbound } = await prepare(page);

  await page.goto(`${installation.url}/playbooks`);
  const list = page.getByRole("grid", { name: "Playbooks" });
  await expect(list.getByRole("row").filter({ hasText: "Renewal motion" })).toContainText("Off");
  await expectAccessible(page);
  await list.getByRole("link", { name: "Renewal motion" }).click();
  await expect(page.getByRole("heading", { name: "Renewal motion" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^1\b.*not enrolled yet|Match now/ }).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Switch on" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("1 account match");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Switch on" }).click();
  await expect(dialog).toHaveCount(0);

  const [reminder] = await sink.taken(1);
  const raw = reminder?.raw ?? "";
  expect(reminder?.to).toEqual(["ada@kestrel.example"]);
  const subject = header(raw, "Subject");
  expect(subject).toContain("agreement renews on");

  const other = await (await browser.newContext()).newPage();
  const otherComplaints = watchConsole(other);
  await signIn(other, installation, "Grace Hopper");
  await other.goto(`${installation.url}/accounts/${accountId}`);
  const timeline = other.getByRole("list", { name: "Timeline" });
  await expect(timeline).toContainText(subject);
  await expect(other.getByText("Notice Sent")).toHaveCount(0);

  await page.getByRole("tab", { name: /Runs/ }).click();
  const run = page.getByRole("grid", { name: "Runs" }).getByRole("row").filter({ hasText: "Kestrel" });
  await expect(run).toContainText("Waiting");
  await expectAccessible(page);

  const answer = [
    "From: Ada Byron <ada@kestrel.example>",
    `To: ${header(raw, "Reply-To")}`,
    `Subject: Re: ${subject}`,
    "Message-ID: <answer-1@kestrel.example>",
    `In-Reply-To: ${header(raw, "Message-ID")}`,
    `References: ${header(raw, "Message-ID")}`,
    "",
    "Yes, please renew it as it is.",
    "",
  ].join("\r\n");
  const taken = await fetch(inbound, {
    method: "POST",
    headers: { "content-type": "message/rfc822" },
    body: answer,
  });
  expect(taken.status).toBe(202);

  // Neither page is loaded again: what happened comes to them.
  await expect(timeline).toContainText("Yes, please renew it as it is.");
  await expect(other.getByText("Notice Sent").first()).toBeVisible();
  await expect(run).toContainText("Done");
  await expectAccessible(other);

  await run.getByRole("gridcell").first().click();
  await page.keyboard.press("Enter");
  const trace = page.getByRole("list", { name: "Trace" });
  await expect(trace).toContainText(subject);
  await expectAccessible(page);
  expect(sink.messages).toHaveLength(1);
  expect([...complaints, ...otherComplaints]).toEqual([]);
});

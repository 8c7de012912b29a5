import { expect, type Page, test } from "@playwright/test";
import { post, serverNow } from "../api.ts";
import { headerOf } from "../mail-sink.ts";
import { mailStory } from "../mail-story.ts";
import { expectAccessible, signIn, watchConsole } from "../session.ts";

const story = mailStory();

/** An account whose term ends in 100 days, with a decision maker; the signed-in teammate is its CSM. */
async function addCustomer(page: Page): Promise<void> {
  const teammates = await (await page.request.get(`${story.installation().url}/api/v1/teammates`)).json();
  const nextRenewalOn = (await serverNow(page, story.installation()))
    .add({ hours: 24 * 100 })
    .toString()
    .slice(0, 10);
  const keyRoles = { csm: teammates.items[0].id };
  const account = await post(page, story.installation(), "accounts", {
    name: "Kestrel Labs",
    keyRoles,
    arr: "12000",
    nextRenewalOn,
  });
  await post(page, story.installation(), "contacts", {
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
  await signIn(page, story.installation());
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
  expect(story.sink().mails).toEqual([]);

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
  await expect.poll(() => story.sink().mails.length).toBe(1);
  await run.getByRole("button", { name: "Kestrel Labs" }).click();
  const trace = page.getByRole("list", { name: "Trace" });
  await expect(trace).toContainText("Waits for an answer");
  await expectAccessible(page);

  // The customer answers: raw mail comes in, and the open trace goes on by itself.
  const [mail] = story.sink().mails;
  const raw = mail?.raw ?? "";
  const made = await page.request.post(`${story.installation().url}/api/v1/mail-settings/inbound-address`, {
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
  const delivered = await page.request.post(`${story.installation().url}${inbound}`, {
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

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

/** An account whose 60 events a month ended 40 days ago; the signed-in teammate is its CSM. */
async function addFallenCustomer(page: Page): Promise<void> {
  const post = async (path: string, data: object) => {
    const headers = { "x-perennial-csrf": "1" };
    const answer = await page.request.post(`${installation.url}/api/v1/${path}`, { headers, data });
    expect(answer.ok(), await answer.text()).toBe(true);
    return answer.json();
  };
  const { items } = await (await page.request.get(`${installation.url}/api/v1/teammates`)).json();
  const ada = items.find((each: { name: string }) => each.name === "Ada Lovelace");
  const account = await post("accounts", { name: "Kestrel Labs", keyRoles: { csm: ada.id } });
  const events = [...Array(60).keys()].map((at) => ({
    messageId: `fallen-${at}`,
    name: "Report Opened",
    at: new Date(Date.now() - 40 * day - at * 60_000).toISOString(),
    account: account.id,
  }));
  await post("events", { items: events });
}

test("usage falls, an indicator is raised, and it is addressed from Today by keyboard", async ({ page }) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  await addFallenCustomer(page);
  await page.goto(`${installation.url}/today`);
  const queue = page.getByRole("list", { name: "Queue" });
  const row = queue.getByRole("listitem").filter({ hasText: "Usage is down" });
  await expect(row).toContainText("Usage fell by 100 %, from 60 to 0.");
  await expectAccessible(page);
  await row.click({ position: { x: 400, y: 4 } });
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog", { name: "Address" });
  await expectAccessible(page);
  await dialog.getByLabel("What was done").fill("Called Grace: they moved offices, back next week");
  await dialog.getByRole("button", { name: "Address" }).click();
  await expect(row).toHaveCount(0);
  await expect(page.getByText("Done today").locator("..")).toContainText("1");
  expect(complaints).toEqual([]);
});

test("a mention comes to the inbox and by mail, once", async ({ page, browser }) => {
  const complaints = watchConsole(page);
  // Signing in makes the teammate; her own browser comes back to it below.
  const theirs = await (await browser.newContext()).newPage();
  await signIn(theirs, installation, "Grace Hopper");
  await signIn(page, installation);
  await page.goto(`${installation.url}/accounts`);
  await page.getByRole("link", { name: "Kestrel Labs" }).first().click();
  await page.getByLabel("Write a note", { exact: true }).fill("Grace, please call them before Friday");
  await page
    .getByRole("combobox", { name: "Mention" })
    .or(page.getByRole("button", { name: "Mention" }))
    .click();
  await page.getByRole("option", { name: "Grace Hopper" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Save note" }).click();
  await expect(page.getByText("Note saved", { exact: true })).toBeVisible();

  await theirs.goto(`${installation.url}/inbox`);
  const told = theirs.getByRole("list", { name: "Notifications" });
  await expect(told).toContainText("Ada Lovelace mentions you at Kestrel Labs");
  await expectAccessible(theirs);
  await theirs.getByRole("button", { name: "Mark all as read" }).click();
  await expect(told.getByText("Unread:")).toHaveCount(0);
  const toGrace = () => sink.mails.filter(({ to }) => to.includes("grace.hopper@perennial.example"));
  await expect.poll(() => toGrace().length).toBe(1);
  expect(headerOf(toGrace()[0]?.raw ?? "", "Subject")).toContain("mentions you at Kestrel Labs");
  await theirs.close();
  expect(complaints).toEqual([]);
});

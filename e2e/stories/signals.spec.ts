import { expect, type Page, test } from "@playwright/test";
import { post, serverNow } from "../api.ts";
import { headerOf } from "../mail-sink.ts";
import { mailStory } from "../mail-story.ts";
import { expectAccessible, signIn, watchConsole } from "../session.ts";

const story = mailStory();

/** An account whose 60 events a month ended 40 days ago; the signed-in teammate is its CSM. */
async function addFallenCustomer(page: Page): Promise<void> {
  const { items } = await (await page.request.get(`${story.installation().url}/api/v1/teammates`)).json();
  const ada = items.find((each: { name: string }) => each.name === "Ada Lovelace");
  const account = await post(page, story.installation(), "accounts", {
    name: "Kestrel Labs",
    keyRoles: { csm: ada.id },
  });
  const now = await serverNow(page, story.installation());
  const events = [...Array(60).keys()].map((at) => ({
    messageId: `fallen-${at}`,
    name: "Report Opened",
    at: now.subtract({ hours: 24 * 40, minutes: at }).toString(),
    account: account.id,
  }));
  await post(page, story.installation(), "events", { items: events });
}

test("usage falls, an indicator is raised, and it is addressed from Today by keyboard", async ({ page }) => {
  const complaints = watchConsole(page);
  await signIn(page, story.installation());
  await addFallenCustomer(page);
  await page.goto(`${story.installation().url}/today`);
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
  await signIn(theirs, story.installation(), "Grace Hopper");
  await signIn(page, story.installation());
  await page.goto(`${story.installation().url}/accounts`);
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

  await theirs.goto(`${story.installation().url}/inbox`);
  const told = theirs.getByRole("list", { name: "Notifications" });
  await expect(told).toContainText("Ada Lovelace mentions you at Kestrel Labs");
  await expectAccessible(theirs);
  await theirs.getByRole("button", { name: "Mark all as read" }).click();
  await expect(told.getByText("Unread:")).toHaveCount(0);
  const toGrace = () => story.sink().mails.filter(({ to }) => to.includes("grace.hopper@perennial.example"));
  await expect.poll(() => toGrace().length).toBe(1);
  expect(headerOf(toGrace()[0]?.raw ?? "", "Subject")).toContain("mentions you at Kestrel Labs");
  await theirs.close();
  expect(complaints).toEqual([]);
});

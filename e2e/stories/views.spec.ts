import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { type Installation, startInstallation } from "../installation.ts";
import { expectAccessible, signIn, watchConsole } from "../session.ts";

let installation: Installation;
test.beforeAll(async () => {
  installation = await startInstallation();
});
test.afterAll(() => installation?.stop());

async function post(page: Page, path: string, data: object): Promise<{ id: string }> {
  const headers = { "x-perennial-csrf": "1" };
  const answer = await page.request.post(`${installation.url}/api/v1/${path}`, { headers, data });
  expect(answer.status(), await answer.text()).toBe(201);
  return answer.json();
}

/** Signs in, and sees to an organization with two accounts, one of them large, and a contact there. */
async function begin(page: Page): Promise<void> {
  await signIn(page, installation);
  const there = await page.request.get(`${installation.url}/api/v1/organizations`);
  if ((await there.json()).items.length > 0) return;
  const organization = await post(page, "organizations", { name: "Falcon Group" });
  const of = { organizationId: organization.id };
  const nextRenewalOn = "2030-01-31";
  const large = await post(page, "accounts", {
    name: "Kestrel Labs",
    tier: "A",
    arr: "120000",
    nextRenewalOn,
    ...of,
  });
  await post(page, "accounts", { name: "=Merlin", tier: "D", arr: "9000", nextRenewalOn, ...of });
  await post(page, "contacts", { name: "Grace Hopper", email: "grace@kestrel.example", account: large.id });
}

test("a view is narrowed, saved, shown as a board and downloaded as it is shown", async ({ page }) => {
  const complaints = watchConsole(page);
  await begin(page);
  // A view that is somebody else's, or is gone, is not passed over in silence.
  await page.goto(`${installation.url}/accounts?view=01a222f7-5bcd-753e-97f2-5b6048c322fb`);
  await page
    .getByRole("status")
    .getByRole("button", { name: /^Stay with/ })
    .click();
  await expect(page).toHaveURL(/\/accounts$/);
  const grid = page.getByRole("grid", { name: "Accounts" });
  await expect(grid.getByRole("row")).toHaveCount(4);

  await page.getByLabel("Tier", { exact: true }).selectOption({ label: "Tier D" });
  await expect(grid.getByRole("row").filter({ hasText: "Kestrel Labs" })).toHaveCount(0);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.keyboard.type("Customer since");
  await page.getByRole("option", { name: /Customer since/ }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^View:/ }).click();
  await page.getByRole("menuitem", { name: /Save as a view/ }).click();
  await page.getByLabel("Name", { exact: true }).fill("Small ones");
  await page.getByLabel("Who sees it").selectOption({ label: "Everybody" });
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "View: Small ones" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: /^Filter: Tier is D/ })).toBeVisible();
  await expect(grid.getByRole("columnheader", { name: "Customer since" })).toHaveCount(0);
  await expect(grid.getByRole("row").filter({ hasText: "=Merlin" })).toHaveCount(1);

  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "As CSV" }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^'=Merlin,9000,/);

  await page.getByRole("button", { name: "Board", exact: true }).click();
  await page.getByLabel("Columns of the board").selectOption({ label: "By tier" });
  await page.getByLabel("Tier of =Merlin").selectOption("C");
  await expect(page.getByText("=Merlin is now C", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByLabel("Tier of =Merlin")).not.toHaveValue("C");
  await page.getByLabel("Tier of =Merlin").selectOption("C");
  await expect(page.getByLabel("Tier of =Merlin")).toHaveValue("C");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Reset" }).click();
  await expect(page.getByText("No account fits")).toBeVisible();
  expect(complaints).toEqual([]);
});

test("a contact's and an organization's pages tell, sum and are edited", async ({ page }) => {
  const complaints = watchConsole(page);
  await begin(page);
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByPlaceholder("Find an account, a page or an action").fill("grace hop");
  await page.getByRole("option", { name: /Grace Hopper/ }).click();
  await expect(page.getByRole("heading", { name: "Grace Hopper" })).toBeVisible();
  await page.getByLabel("Role at Kestrel Labs").selectOption("Champion");
  await expect(page.getByText("Grace Hopper is champion at Kestrel Labs", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: /^Edit Title/ }).click();
  await page.keyboard.type("Rear admiral");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Edit Title/ })).toContainText("Rear admiral");
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole("button", { name: /^Edit Title/ })).toContainText("Rear admiral");

  await page.goto(`${installation.url}/organizations`);
  await page.getByRole("link", { name: "Falcon Group" }).click();
  await expect(page.locator("dl", { hasText: "of all its accounts" })).toContainText("$129K");
  await expect(page.getByRole("grid", { name: "Accounts" })).toContainText("Kestrel Labs");
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test("a dashboard gets a widget, keeps it, and narrows all of them to one's own book", async ({ page }) => {
  const complaints = watchConsole(page);
  await begin(page);
  await page.goto(`${installation.url}/hubs/renewals`);
  await expectAccessible(page);
  await page.getByRole("link", { name: /book of business/ }).click();
  await expect(page.locator("dl", { hasText: "ARR managed" })).toContainText("$129K");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.getByRole("button", { name: "Add a widget" }).click();
  await page.getByLabel("Kind").selectOption({ label: "Text" });
  await page.getByLabel("Title").fill("How to read this");
  await page.getByLabel("Text", { exact: true }).fill("Worst first.");
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name: "Edit", exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText("Worst first.")).toBeVisible();
  await page.getByLabel("Owner", { exact: true }).selectOption({ label: "My book" });
  await expect(page.locator("dl", { hasText: "ARR managed" })).toContainText("–");
  expect(complaints).toEqual([]);
});

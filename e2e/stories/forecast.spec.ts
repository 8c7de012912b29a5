import { expect, test } from "@playwright/test";
import { cellOf } from "../grid.ts";
import { type Installation, startSampleInstallation } from "../installation.ts";
import { expectAccessible, signIn, watchConsole } from "../session.ts";

let installation: Installation;
test.beforeAll(async () => {
  installation = await startSampleInstallation();
});
test.afterAll(() => installation?.stop());

test("a leader drills to the rows, edits one, and sees the number and the waterfall move", async ({
  page,
}) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  await page.goto(`${installation.url}/forecast`);
  await expect(page.getByRole("heading", { name: /^Forecast, Q\d 20\d\d$/ })).toBeVisible();
  // The quarter after this one: all its renewals are open.
  await page.getByLabel("Period").selectOption({ index: 3 });
  await expect(page).toHaveURL(/period=/);
  const forecast = page.locator("dl", { hasText: /^Forecast/ });
  await expect(forecast).toContainText("since");
  const before = (await forecast.textContent()) ?? "";

  await page.locator("dl", { hasText: "Due in" }).getByRole("button").click();
  await expect(page).toHaveURL(/open=company/);
  const rows = page.getByRole("grid", { name: "Renewals", exact: true });
  const row = rows
    .getByRole("row")
    .filter({ hasText: /Commit|Likely/ })
    .first();
  await row.getByRole("gridcell").nth(3).click();
  await page.keyboard.type("2345678");
  await page.keyboard.press("Enter");
  await expect(forecast).not.toHaveText(before);
  await expect(forecast).toContainText("since");

  // The bar of what was raised opens this renewal.
  await page.getByRole("button", { name: "Show as table" }).nth(1).click();
  const bars = page.getByRole("table").filter({ hasText: "Raised" });
  await bars
    .getByRole("row", { name: /^Raised/ })
    .getByRole("button")
    .click();
  await expect(page.getByRole("grid", { name: "Renewals of this step" })).toContainText(/2,345,678/);
  await page.keyboard.press("Escape");

  const levels = page.getByRole("grid", { name: "Forecast by level" });
  const company = levels.getByRole("row").filter({ hasText: "Company" });
  await (await cellOf(levels, company, "Target")).click();
  await page.keyboard.type("9000000");
  await page.keyboard.press("Enter");
  await expect(page.locator("dl", { hasText: /^Target/ })).toContainText("$9.00M");

  // Given up without a reason, an adjustment is not there.
  const adjustment = await cellOf(levels, company, "Adjustment");
  await adjustment.click();
  await page.keyboard.type("-777");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(adjustment).toHaveAttribute("title", /^Not added/);
  await adjustment.click();
  await page.keyboard.press("Escape");
  await expect(adjustment).not.toContainText("777");

  await adjustment.click();
  await page.keyboard.type("-50000");
  await page.keyboard.press("Enter");
  await page.getByLabel("Why?").fill("Budget cut announced");
  await page.getByRole("button", { name: "Add adjustment" }).click();
  await expect(company).toContainText("50K");
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test("a renewal has a page: cadence, facts edited in place, history", async ({ page }) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  const { items } = await (
    await page.request.get(`${installation.url}/api/v1/renewals?limit=1&sort=dueOn`)
  ).json();
  await page.goto(`${installation.url}/renewals/${items[0].id}`);
  await expect(page.getByRole("heading", { name: /renewal of/ })).toBeVisible();
  await expect(page.getByRole("list", { name: "Changes" })).toContainText("Target ARR");
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

import { expect, test } from "@playwright/test";
import { type Installation, startInstallation } from "../installation.ts";
import { expectAccessible, signIn, watchConsole } from "../session.ts";

let installation: Installation;
test.beforeAll(async () => {
  installation = await startInstallation(["--sample"]);
  await installation.line(/The sample company is there/);
});
test.afterAll(() => installation?.stop());

test("a forecast and a stage edited in place change the dashboard without a reload", async ({
  page,
  context,
}) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  const dashboard = await context.newPage();
  await dashboard.goto(`${installation.url}/dashboards/renewal_forecasting`);
  const delta = dashboard.locator("dl", { hasText: "Renewal Delta" });
  await expect(delta).toContainText(/[1-9]\d* renewals/);
  const before = await delta.textContent();

  await page.getByLabel("Due", { exact: true }).selectOption("90");
  const grid = page.getByRole("grid", { name: "Renewals" });
  await expect(grid).toBeVisible();
  const row = grid.getByRole("row").filter({ hasText: "Commit" }).first();
  const account = (await row.getByRole("gridcell").first().textContent()) ?? "";
  await row.getByRole("gridcell").nth(3).click();
  await page.keyboard.type("1234567");
  await page.keyboard.press("Enter");
  await expect(delta).not.toHaveText(before ?? "");

  const edited = grid.getByRole("row").filter({ hasText: account });
  await edited.getByRole("gridcell").nth(6).click();
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: "Planning" }).click();
  await expect(edited).toContainText("Planning");
  await expect(dashboard.getByRole("grid").getByRole("row").filter({ hasText: account })).toContainText(
    "1,234,567",
  );

  await page.keyboard.press("Escape");
  await edited.getByRole("gridcell").nth(3).click();
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect(delta).toHaveText(before ?? "");
  await expectAccessible(page);
  await expectAccessible(dashboard);
  expect(complaints).toEqual([]);
});

test("a bar of the chart opens the renewals behind it", async ({ page }) => {
  await signIn(page, installation);
  await page.goto(`${installation.url}/dashboards/renewal_forecasting`);
  await page.locator("dl", { hasText: "Miss a forecast" }).getByRole("button").click();
  await expect(page).toHaveURL(/\/renewals\?filter=/);
  await expect(page.getByRole("button", { name: /^Filter: .*Forecast ARR is empty/ })).toBeVisible();
});

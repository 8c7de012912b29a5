import { expect, test } from "@playwright/test";
import { type Installation, startSampleInstallation } from "../installation.ts";
import { expectAccessible, signIn, watchConsole } from "../session.ts";

let installation: Installation;
test.beforeAll(async () => {
  installation = await startSampleInstallation();
});
test.afterAll(() => installation?.stop());

test("a formula is written with completion, corrected under its characters, previewed, saved and explained", async ({
  page,
}) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  await page.goto(`${installation.url}/settings/traits`);
  await expect(page.getByRole("grid", { name: "Traits of accounts" })).toContainText("Renewal Delta");
  await page.getByRole("button", { name: "New calculated trait" }).click();

  const formula = page.getByRole("textbox", { name: "Formula" });
  await formula.click();
  await page.keyboard.type("coun");
  await expect(page.getByRole("option", { name: /^count count\(/ })).toBeVisible();
  // Keys count as the editor's own until the list has stood for a moment.
  await page.waitForTimeout(150);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.type("tickets where prioriti = ");
  await page.keyboard.press("Escape");
  await expect(page.getByText("A value is missing here", { exact: false })).toBeVisible();
  await page.keyboard.type('"urgent")');
  await expect(page.getByText("Did you mean “priority”?", { exact: false })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("listbox")).toHaveCount(0);
  await expectAccessible(page);

  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("count(tickets where age_days > 30) + if(arr > 50000, 100, 0)");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: /accounts have it, 0 do not/ })).toBeVisible();
  await expect(page.getByText("if(arr > 50000, 100, 0)").last()).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Name", { exact: true }).fill("Weight");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("grid", { name: "Traits of accounts" })).toContainText("Weight");

  await page.goto(`${installation.url}/settings/traits/new`);
  await page.getByLabel("Name", { exact: true }).fill("Renewal Delta");
  await formula.click();
  await page.keyboard.type("renewal_delta + 1");
  await page.keyboard.press("Escape");
  await expect(page.getByText(/This would read itself: Renewal Delta/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
  expect(complaints).toEqual([]);
});

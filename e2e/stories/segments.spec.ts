import { expect, test } from "@playwright/test";
import { type Installation, startInstallation } from "../installation.ts";
import { expectAccessible, signIn, watchConsole } from "../session.ts";

let installation: Installation;
test.beforeAll(async () => {
  installation = await startInstallation(["--sample"]);
  await installation.line(/The sample company is there/);
});
test.afterAll(() => installation?.stop());

test("a segment is made by rule and by hand, and says why; a score says what a change would do", async ({
  page,
}) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  await page.goto(`${installation.url}/segments`);
  await expect(page.getByRole("grid", { name: "Segments" })).toContainText("Renewing in 180 days");
  await expectAccessible(page);

  await page.getByRole("button", { name: "New segment" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Big and busy");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "Write a rule" }).click();
  const choose = async (name: string) => {
    await page.getByRole("button", { name: "Add a condition" }).first().click();
    await page.keyboard.type(name);
    await page.getByRole("option", { name }).first().waitFor();
    await page.keyboard.press("Enter");
  };
  await choose("ARR");
  await expect(page.getByText(/Not complete yet/)).toBeVisible();
  await page.getByRole("combobox", { name: "ARR: how" }).selectOption("at-least");
  await page.getByLabel("ARR: value").fill("20000");
  await choose("Related tickets");
  await expect(page.getByText("ARR is at least 20,000 and any tickets")).toBeVisible();
  const preview = page.getByText(/^[\d,]+ of [\d,]+ accounts$/);
  await expect(preview).toBeVisible();
  const counted = (await preview.textContent())?.split(" ")[0] ?? "";
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save the rule" }).click();

  await page.getByRole("tab", { name: new RegExp(`Accounts ?${counted}`) }).click();
  await page
    .getByRole("button", { name: /^Why is/ })
    .first()
    .click();
  const why = page.getByRole("dialog");
  await expect(why).toContainText("the rule fits");
  await expect(why).toContainText("ARR is at least 20,000");
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await page.goto(`${installation.url}/health?tab=model`);
  await page.getByLabel("Weight of Commercial").fill("900");
  await expect(page.getByText(/would change label/)).toBeVisible();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

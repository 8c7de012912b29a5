import { expect, test } from "@playwright/test";
import { type Installation, startSampleInstallation } from "../installation.ts";
import { expectAccessible, signIn, watchConsole } from "../session.ts";

let installation: Installation;
test.beforeAll(async () => {
  installation = await startSampleInstallation();
});
test.afterAll(() => installation?.stop());

test("the likelihood model stands beside what people say, explains itself and shows its back-test", async ({
  page,
}) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  await page.goto(`${installation.url}/renewals`);
  const grid = page.getByRole("grid", { name: "Renewals" });
  await expect(grid.getByRole("columnheader", { name: "Model" })).toBeVisible();
  await expect(grid.getByRole("row").nth(2)).toContainText("%");
  await page.getByRole("link", { name: "Likelihood model" }).click();
  await expect(page.getByRole("heading", { name: "Likelihood model" })).toBeVisible();
  await expect(page.getByText("Learned from")).toBeVisible();
  await expect(page.getByRole("grid", { name: "Scores of the back-test" })).toContainText("The base rate");
  await expectAccessible(page);
  await page.getByRole("tab", { name: "What it weighs" }).click();
  await expect(page.getByRole("grid", { name: "Weights" })).toContainText("Usage, 30 days");
  await expectAccessible(page);
  await page.getByRole("tab", { name: /Versions/ }).click();
  await expect(page.getByRole("grid", { name: "Versions of the likelihood model" })).toContainText("Prior");
  expect(complaints).toEqual([]);
});

test("a slider moves the forecast and its range; saved as a scenario it stands beside the forecast as it is", async ({
  page,
}) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  await page.goto(`${installation.url}/forecast/what-if`);
  const numbers = page.getByRole("region", { name: "The forecast under these suppositions" });
  const expected = numbers.locator("dl", { hasText: "Expected ARR retained" });
  const range = numbers.locator("dl", { hasText: "Range, P10 to P90" });
  await expect(expected).toContainText("as it is");
  await expect(range).not.toContainText("working out");
  const [before, rangeBefore] = [await expected.textContent(), await range.textContent()];

  await page.getByRole("button", { name: "All open renewals" }).click();
  await page.getByRole("slider", { name: "Likelihood of All open renewals" }).fill("-20");
  await expect(expected).not.toHaveText(before ?? "");
  await expect(expected).toContainText("−");
  await expect(range).not.toContainText("working out");
  await expect(range).not.toHaveText(rangeBefore ?? "");

  const decisive = page.getByRole("grid", { name: "Most decisive renewals" });
  await decisive
    .getByRole("button", { name: /^Suppose otherwise of / })
    .first()
    .click();
  await expect(page.getByRole("slider", { name: /^Likelihood of / })).toHaveCount(2);

  await page.getByRole("button", { name: "Save as scenario" }).click();
  await page.getByLabel("Name").fill("A hard quarter");
  await page.getByLabel("Others may see it").click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const compared = page.getByRole("grid", { name: "Scenarios side by side" });
  await expect(compared).toContainText("As it is");
  await expect(compared).toContainText("A hard quarter");
  await expect(page).toHaveURL(/scenario=/);

  await page.reload();
  await expect(page.getByText("A hard quarter · yours, shared")).toBeVisible();
  await expect(page.getByRole("slider", { name: /^Likelihood of / })).toHaveCount(2);
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

import { expect, test } from "@playwright/test";
import { cellOf } from "../grid.ts";
import { type Installation, startSampleInstallation } from "../installation.ts";
import { expectAccessible, signIn, watchConsole } from "../session.ts";

let installation: Installation;
test.beforeAll(async () => {
  installation = await startSampleInstallation();
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

  await page.goto(`${installation.url}/renewals`);
  await page.getByLabel("Due", { exact: true }).selectOption("90");
  const grid = page.getByRole("grid", { name: "Renewals" });
  await expect(grid).toBeVisible();
  const row = grid.getByRole("row").filter({ hasText: "Commit" }).first();
  const account = (await row.getByRole("gridcell").first().textContent()) ?? "";
  await (await cellOf(grid, row, "Forecast")).click();
  await page.keyboard.type("1234567");
  await page.keyboard.press("Enter");
  await expect(delta).not.toHaveText(before ?? "");

  const edited = grid.getByRole("row").filter({ hasText: account });
  await (await cellOf(grid, edited, "Stage")).click();
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: "Planning" }).click();
  await expect(edited).toContainText("Planning");
  await expect(dashboard.getByRole("grid").getByRole("row").filter({ hasText: account })).toContainText(
    "1,234,567",
  );

  await page.keyboard.press("Escape");
  await (await cellOf(grid, edited, "Forecast")).click();
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

test("a contract's line is amended from a date on, refunded and taken back; what it comes to follows", async ({
  page,
}) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  const { items } = await (
    await page.request.get(`${installation.url}/api/v1/accounts?limit=1&sort=-arr`)
  ).json();
  await page.goto(`${installation.url}/accounts/${items[0].id}`);
  await page.getByRole("grid", { name: "Contracts" }).getByRole("link").first().click();
  const today = page.locator("dl", { hasText: "ARR today" });
  await expect(today).toContainText(/\$[1-9]/);
  const before = (await today.textContent()) ?? "";

  await page.getByRole("button", { name: "Refund" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Record refund" }).click();
  await expect(dialog).toContainText("Say what it comes to");
  await dialog.getByLabel("ARR", { exact: true }).fill("100000");
  await dialog.getByRole("button", { name: "Record refund" }).click();
  await expect(dialog).toBeHidden();
  await expect(today).not.toHaveText(before);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(today).toHaveText(before);

  const grid = page.getByRole("grid", { name: "Lines" });
  const lines = await grid.getByRole("row").count();
  await grid.getByRole("button", { name: "Amend", exact: true }).first().click();
  // A line is priced, or its ARR is stated.
  const price = dialog.getByLabel("ARR", { exact: true }).or(dialog.getByLabel("Unit price"));
  await price.fill("7");
  await dialog.getByLabel("Why").fill("A smaller team");
  await dialog.getByRole("button", { name: "Amend", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(grid.getByRole("row")).toHaveCount(lines + 1);
  await expect(today).not.toHaveText(before);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(today).toHaveText(before);
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test("on the board a renewal that is won asks for its order, makes the next term, and is taken back", async ({
  page,
}) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  await page.goto(`${installation.url}/renewals?layout=board&layoutField=stage`);
  const card = page.getByRole("region", { name: "Negotiation" }).getByRole("listitem").first();
  const account = (await card.getByRole("link").first().textContent()) ?? "";
  await card.getByRole("combobox").selectOption({ label: "Renewed" });
  const dialog = page.getByRole("dialog", { name: `Record the outcome of ${account}` });
  await dialog.getByLabel("Price of the next term").selectOption({ label: "Another ARR" });
  await dialog.getByLabel("ARR of the next term").fill("0");
  await dialog.getByRole("button", { name: "Record outcome" }).click();
  await expect(dialog).toContainText("must be above 0");
  await dialog.getByLabel("Price of the next term").selectOption({ index: 0 });
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Record outcome" }).click();
  await expect(page.getByText(`${account}: renewed`, { exact: true })).toBeVisible();
  await expect(card.getByText(account, { exact: true })).toBeHidden();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByText(`${account} is open again`, { exact: true })).toBeVisible();
  await expect(
    page.getByRole("region", { name: "Negotiation" }).getByText(account, { exact: true }),
  ).toBeVisible();
  expect(complaints.filter((each) => !each.includes("400"))).toEqual([]);
});

test("500 rows pasted from a spreadsheet: what can be taken is, the rest is marked, one undo takes all back", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const complaints = watchConsole(page);
  await signIn(page, installation);
  const due = new Date(Date.now() + 150 * 86_400_000).toISOString().slice(0, 10);
  const made = await page.request.post(`${installation.url}/api/v1/accounts/bulk-upsert`, {
    timeout: 60_000,
    headers: { "x-perennial-csrf": "1" },
    data: {
      items: Array.from({ length: 500 }, (_, at) => ({
        externalId: `sheet-${at}`,
        name: `Sheet ${String(at).padStart(3, "0")}`,
        arr: 10_000 + at,
        nextRenewalOn: due,
      })),
    },
  });
  expect(made.status(), await made.text()).toBe(200);
  // The sample company's accounts have contracts: what is implied is the sheet's.
  const filter = JSON.stringify({ subject: "isImplied", op: "is", value: true });
  const of = new URLSearchParams({ filter, limit: "1000" });
  const stored = async () =>
    (await (await page.request.get(`${installation.url}/api/v1/renewals?${of}`)).json()).items as Record<
      string,
      unknown
    >[];
  await expect.poll(async () => (await stored()).length, { timeout: 60_000 }).toBe(500);

  const choices = JSON.stringify({ due: "any" });
  const columns = JSON.stringify([
    "accountName",
    "targetArr",
    "forecastArr",
    "rating",
    "likelihoodHuman",
    "nextStep",
  ]);
  await page.goto(
    `${installation.url}/renewals?${new URLSearchParams({ filter, choices, columns, sort: "targetArr", group: "null" })}`,
  );
  const grid = page.getByRole("grid", { name: "Renewals" });
  const first = grid.getByRole("row").filter({ hasText: "Sheet 000" });
  await expect(first).toBeVisible();
  await (await cellOf(grid, first, "Forecast")).click();
  const block = Array.from({ length: 500 }, (_, at) =>
    [
      at === 250 ? "a lot" : at === 400 ? "-5" : `$${20_000 + at}`,
      at === 3 ? "Sure" : "Commit",
      "90%",
      `Call ${at}`,
    ].join("\t"),
  ).join("\r\n");
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(block)})`);
  const calls: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET" && request.url().includes("/renewals")) calls.push(request.url());
  });
  await page.keyboard.press("Control+v");
  await expect(page.getByText("Pasted: 1,997 cells written", { exact: true })).toBeVisible({
    timeout: 60_000,
  });
  expect(calls).toEqual([`${installation.url}/api/v1/renewals/bulk-update`]);
  const taken = await stored();
  expect(taken.filter((row) => row.forecastArr === null)).toHaveLength(2);
  expect(taken.filter((row) => row.rating === "commit")).toHaveLength(499);
  expect(taken.filter((row) => String(row.nextStep).startsWith("Call"))).toHaveLength(500);

  const refused = page.getByRole("region", { name: "Cells not taken" });
  await expect(refused).toContainText("3 cells not taken");
  await refused.getByRole("button", { name: "Show next" }).click();
  const third = grid.getByRole("row").filter({ hasText: "Sheet 003" }).locator("[aria-invalid]");
  await expect(third).toContainText("Sure");
  await expect(third.getByRole("status")).toContainText("“Sure” is not one of the choices");
  await expectAccessible(page);

  await page.keyboard.press("Control+z");
  await expect(refused).toBeHidden();
  await expect
    .poll(async () =>
      (await stored()).filter((row) => row.forecastArr ?? row.rating ?? row.nextStep ?? row.likelihoodHuman),
    )
    .toEqual([]);
  expect(calls).toHaveLength(2);
  expect(complaints).toEqual([]);
});

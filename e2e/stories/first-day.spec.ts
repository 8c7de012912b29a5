import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type Installation, startInstallation } from "../installation.ts";
import { expectAccessible, watchConsole } from "../session.ts";

const repository = resolve(import.meta.dirname, "../..");
const dataSets = process.env.PERENNIAL_SHARED_DATA ?? resolve(repository, "../../shared/data");
const ravenstack = [dataSets, resolve(repository, "../shared/data")]
  .map((folder) => join(folder, "ravenstack"))
  .find((folder) => existsSync(folder));

let installation: Installation;
test.beforeAll(async () => {
  // The data set ends with the year 2024; a day later its subscriptions are the present.
  installation = await startInstallation([], { PERENNIAL_NOW: "2025-01-01T09:00:00Z" });
});
test.afterAll(() => installation?.stop());

type Draft = { columns: { column: string; target: string | null }[]; problems: unknown[] };
type Import = { object: string; file: string; map: string; rows: string };

test("from an empty start by the printed link to renewals and ARR of imported files", async ({ page }) => {
  const complaints = watchConsole(page);
  const line = await installation.line(/Create the first administrator/);
  await page.goto(/https?:\S+/.exec(line)?.[0] ?? "");
  await expect(page.getByRole("heading", { name: "Set up Perennial" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByLabel("Your e-mail").fill("ada@ours.example");
  await page.getByLabel("Password", { exact: true }).fill("correct horse battery staple 9");
  await page.getByLabel("Company").fill("Ours");
  await page.getByRole("button", { name: "Create administrator and open Perennial" }).click();
  await expect(page.getByRole("heading", { name: "Today", level: 1 })).toBeVisible();
  await expectAccessible(page);

  test.skip(ravenstack === undefined, "the RavenStack files are not here: set PERENNIAL_SHARED_DATA");
  const folder = ravenstack ?? "";
  for (const one of [
    { object: "accounts", file: "ravenstack_accounts.csv", map: "ravenstack-accounts", rows: "500" },
    {
      object: "subscriptions",
      file: "ravenstack_subscriptions.csv",
      map: "ravenstack-subscriptions",
      rows: "5,000",
    },
  ])
    await importFile(page, folder, one);

  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: "Accounts", exact: true })
    .click();
  const accounts = page.getByRole("grid", { name: "Accounts" });
  await expect(accounts.getByRole("row").filter({ hasText: "Company_" }).first()).toBeVisible();
  // What the account's subscriptions of the file that run on this day come to.
  const first = accounts.getByRole("row").filter({ has: page.getByText("Company_0", { exact: true }) });
  await expect(first).toContainText("151,236");
  await expectAccessible(page);

  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: "Renewals", exact: true })
    .click();
  const renewals = page.getByRole("grid", { name: "Renewals" });
  await expect(renewals.getByRole("row").filter({ hasText: "Company_" }).first()).toBeVisible();
  await expect(page.locator("dl", { hasText: "Due in this window" }).first()).toContainText(/\$[1-9]/);
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

/** Brings one file in as a person does: chooses it, looks at its columns, corrects them, lets it run to its end. */
async function importFile(page: Page, folder: string, { object, file, map, rows }: Import): Promise<void> {
  await page.goto(`${installation.url}/data`);
  await page.getByLabel("Each row is one of").selectOption(object);
  await page.getByLabel("Ids come from").fill("ravenstack");
  await expectAccessible(page);
  await page.getByLabel("File to import").setInputFiles(join(folder, file));
  await expect(page.getByRole("heading", { name: file })).toBeVisible();
  await mapColumns(page, map);
  await expectAccessible(page);
  await page.getByRole("button", { name: `Import ${rows} rows` }).click();
  await expect(page.getByText("What became of the rows")).toBeVisible({ timeout: 120_000 });
  await expect(page.locator("dl", { hasText: "New" }).first()).toContainText(rows);
  await expectAccessible(page);
}

/** Gives every column the field that the example's map gives it, where it was not guessed. */
async function mapColumns(page: Page, map: string): Promise<void> {
  const text = readFileSync(join(repository, `docs/examples/${map}.map.json`), "utf8");
  const { columns } = JSON.parse(text) as { columns: Record<string, string | { field: string }> };
  const id = new URL(page.url()).pathname.split("/").at(-1);
  const draft = async () =>
    (await (await page.request.get(`${installation.url}/api/v1/imports/${id}`)).json()) as Draft;
  for (const { column, target } of (await draft()).columns) {
    const wanted = columns[column];
    const field = typeof wanted === "object" ? wanted.field : (wanted ?? "");
    if (target === field) continue;
    await page.getByRole("button", { name: new RegExp(`^What ${column} becomes`) }).click();
    const list = page.getByRole("listbox", { name: `What ${column} becomes` });
    await page.keyboard.type(/_/.test(field) ? "A new trait" : labelOf(field));
    await list.getByRole("option").first().click();
  }
  await expect.poll(async () => (await draft()).problems).toEqual([]);
}

/** A field as the list of fields calls it: `account.externalId` is “Account · external id”. */
function labelOf(field: string): string {
  const words = field.replaceAll(".", " · ").replaceAll(/([a-z])([A-Z])/g, "$1 $2");
  return words.toLowerCase();
}

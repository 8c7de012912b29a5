import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type Installation, runCommandLine, startSampleInstallation } from "../installation.ts";
import { expectAccessible, signIn, watchConsole } from "../session.ts";

// Every page there is, with the sample company in it: it names itself, shows no error, says nothing in the console, and
// axe finds nothing, in light and dark. A new page is tried without a line here.

const routes = resolve(import.meta.dirname, "../../web/src/app/routes");
const paths = readdirSync(routes)
  .map((file) => /path: "([^"]+)"/.exec(readFileSync(join(routes, file), "utf8"))?.[1])
  .filter((path) => path !== undefined)
  .sort();
/** Pages that are there for people who are not signed in. */
const isForStrangers = (path: string) =>
  ["/sign-in", "/forgot-password"].includes(path) || path.endsWith("/$token");

let installation: Installation;
test.beforeAll(async () => {
  installation = await startSampleInstallation();
  const file = join(installation.dataDir, "organizations.csv");
  writeFileSync(file, "externalId,name\no-1,Umber Group\n");
  const imported = await runCommandLine(installation, ["import", "organizations", file]);
  expect(imported.output).toContain("imported 1 created");
});
test.afterAll(() => installation?.stop());

/** `/accounts/$id` of a record that is there. */
async function filled(page: Page, path: string): Promise<string> {
  const parameter = /\$(\w+)$/.exec(path)?.[1];
  if (parameter === undefined) return path;
  const collection = path.split("/").at(-2);
  const answer = await page.request.get(`${installation.url}/api/v1/${collection}?limit=1`);
  const [record] = (await answer.json()).items ?? [];
  expect(record, `a record of ${collection} to show ${path} with`).toBeDefined();
  return path.replace(`$${parameter}`, record[parameter]);
}

test("every page shows itself, without errors and accessible, in light and dark", async ({ page }) => {
  test.setTimeout(1_200_000);
  const complaints = watchConsole(page);
  await signIn(page, installation);
  expect(paths.length).toBeGreaterThan(20);
  for (const path of paths.filter((each) => !isForStrangers(each))) {
    await test.step(path, async () => {
      await page.emulateMedia({ colorScheme: "light" });
      await page.goto(`${installation.url}${await filled(page, path)}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      await page.waitForLoadState("networkidle");
      await expect(page.getByRole("main").getByRole("alert")).toHaveCount(0);
      await expectAccessible(page);
      // Other colours are all that differs in the dark.
      await page.emulateMedia({ colorScheme: "dark" });
      await expectAccessible(page, ["color-contrast"]);
      expect(complaints, path).toEqual([]);
    });
  }
});

test("pages for those who are not signed in are accessible and say what is wrong with a link", async ({
  page,
}) => {
  for (const path of paths.filter(isForStrangers)) {
    await page.goto(`${installation.url}${path.replace("$token", "not-a-link-of-ours")}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await expectAccessible(page);
  }
});

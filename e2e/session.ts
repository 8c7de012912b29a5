import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { type Installation, runCommandLine } from "./installation.ts";

const password = "correct horse battery staple 9";

/** Makes a teammate on the command line and signs in on the sign-in page. */
export async function signIn(page: Page, installation: Installation, name = "Ada Lovelace"): Promise<void> {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@perennial.example`;
  const args = ["create-user", "--email", email, "--name", name, "--role", "administrator"];
  const made = await runCommandLine(installation, args, password);
  if (made.code !== 0 && !made.output.includes("already")) throw new Error(made.output);
  await page.goto(`${installation.url}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
}

/** axe finds nothing on the page as it stands: by every rule of WCAG 2.2 AA, or by the named rules. */
export async function expectAccessible(page: Page, rules?: string[]): Promise<void> {
  const axe = new AxeBuilder({ page });
  const asked = rules
    ? axe.withRules(rules)
    : axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
  const { violations } = await asked.analyze();
  const found = violations.map(
    (each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
  expect(found).toEqual([]);
}

/** Collects what the browser's console complains of; a clean page has none. */
export function watchConsole(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}

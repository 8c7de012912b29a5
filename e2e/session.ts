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

/** axe finds nothing on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
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

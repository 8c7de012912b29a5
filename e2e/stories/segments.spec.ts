import { expect, test } from "@playwright/test";
import { type Installation, startSampleInstallation } from "../installation.ts";
import { expectAccessible, signIn, watchConsole } from "../session.ts";

let installation: Installation;
test.beforeAll(async () => {
  installation = await startSampleInstallation();
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

test("a health score is built from nothing, with what it would do beside it", async ({ page }) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  await page.goto(`${installation.url}/health`);
  await page.getByRole("button", { name: "New score" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Depth of use");
  const choose = async (label: string, name: string) => {
    await page.getByLabel(label, { exact: true }).click();
    await page.getByRole("option", { name }).first().click();
  };
  await choose("Begins with", "Days since last seen");
  await page.getByLabel("Direction").selectOption("Less is better");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "Add a group" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Seats");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("“Seats” has no measures yet.")).toBeVisible();
  await page.getByRole("button", { name: "Add a measure" }).last().click();
  await choose("Number", "Seat utilisation");
  await page.getByLabel("Becomes points by").selectOption("linear");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByLabel("Weight of Seats").fill("3");
  await expect(page.getByText("75 % of the score")).toBeVisible();
  await expect(page.getByRole("list", { name: "Example accounts" }).getByRole("listitem")).toHaveCount(3);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save as version 2" }).click();
  await expect(page.getByRole("button", { name: "Use version 1" })).toBeVisible();
  expect(complaints).toEqual([]);
});

test("a rule asks about time and by pattern, of contacts too, and a draft says why not", async ({ page }) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  await page.goto(`${installation.url}/segments`);
  await page.getByRole("button", { name: "New segment" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Slipping");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "Write a rule" }).click();
  const choose = async (name: string) => {
    await page.getByRole("button", { name: "Add a condition" }).first().click();
    await page.keyboard.type(name);
    await page.getByRole("option", { name }).first().waitFor();
    await page.keyboard.press("Enter");
  };
  await choose("ARR");
  await page.getByRole("combobox", { name: "ARR: how" }).selectOption("decreased-by-percent");
  await expect(page.getByText("ARR decreased by at least 10% in the last 30 days")).toBeVisible();
  await choose("Plan");
  await page.getByLabel("Plan: value").fill("Scale");
  await page.getByRole("button", { name: "for at least…" }).click();
  await expect(page.getByText(/Plan is “Scale” for at least 14 days/)).toBeVisible();
  await choose("Touch model");
  await page.getByRole("combobox", { name: "Touch model: how" }).selectOption("changed-from-to");
  await page.getByRole("combobox", { name: "Touch model: value, to: what" }).selectOption("empty");
  await expect(page.getByText(/Touch model changed to empty in the last 30 days/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: /Why, or why not/ }).click();
  await page.getByRole("listbox").getByRole("option").first().click();
  const why = page.getByRole("dialog");
  await expect(why).toContainText(/The rule (does not fit|is unknown)/);
  await expect(why).toContainText("Plan is “Scale” for at least 14 days");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Edit as JSON" }).click();
  await page.locator("textarea").fill('{"subject":"name","op":"matches","value":"(unclosed"}');
  await expect(page.getByText(/a “\)” is missing/)).toBeVisible();

  await page.goto(`${installation.url}/segments/champions`);
  await expect(page.getByRole("tab", { name: /Contacts/ })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${installation.url}/segments/renewing_180d?tab=size`);
  await expect(page.getByText("How has this segment grown?")).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${installation.url}/segments/high_touch?tab=compare&with=low_touch`);
  await expect(page.getByRole("grid", { name: "Comparison" })).toContainText("ARR");
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test("a rule is written, moved about and saved by keyboard alone, and names records by typing", async ({
  page,
}) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  await page.goto(`${installation.url}/segments/no_owner?tab=rule`);
  const focused = page.locator(":focus");
  const add = async (name: string) => {
    await page.getByRole("button", { name: "Add a condition" }).last().focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type(name);
    await page.getByRole("option", { name }).first().waitFor();
    await page.keyboard.press("Enter");
  };
  await add("Employees");
  await expect(focused).toHaveAttribute("aria-label", "Employees: how");
  await page.keyboard.type("is more");
  await page.keyboard.press("Tab");
  await page.keyboard.type("10");
  await add("Organization");
  await expect(focused).toHaveAttribute("aria-label", "Organization: how");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const offered = page.getByRole("listbox").getByRole("option").first();
  const organization = (await offered.textContent()) ?? "";
  await page.keyboard.type(organization);
  await expect(page.getByRole("listbox").getByRole("option")).toHaveText([organization]);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  const sentence = page.getByText(/Employees is more than 10/);
  await expect(sentence).toContainText(
    `Employees is more than 10 and Organization is any of ${organization}`,
  );

  // Up, into a group of its own, and out again: wherever the keyboard is in the condition.
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page.getByText(/ and Employees is more than 10$/)).toBeVisible();
  await expect(focused).toHaveAttribute("aria-label", "Organization: how");
  await page.keyboard.press("Alt+ArrowDown");
  await expect(page.getByText(new RegExp(`and Organization is any of ${organization}$`))).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(focused).toHaveAttribute("aria-label", "Move, copy or take out this condition");
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Put into a group" }).press("Enter");
  await expect(page.getByRole("combobox", { name: "How the conditions are joined" })).toHaveCount(2);
  await expectAccessible(page);
  await page.getByRole("combobox", { name: "Organization: how" }).focus();
  await page.keyboard.press("Alt+Backspace");
  await expect(page.getByText(/Not complete yet/)).toBeVisible();
  await page.keyboard.press("Alt+Backspace");
  await expect(focused).toHaveAttribute("aria-label", "Employees: how");
  await expect(sentence).not.toContainText("Organization");
  await page.getByRole("button", { name: "Save the rule" }).press("Enter");
  await page.getByRole("button", { name: "Undo" }).press("Enter");
  await expect(page.getByText(/Employees is more than 10/)).toHaveCount(0);
  expect(complaints).toEqual([]);
});

import { expect, type Locator } from "@playwright/test";

/** The cell of a row below the column of that title, wherever the view has put it. */
export async function cellOf(grid: Locator, row: Locator, title: string): Promise<Locator> {
  const titles = await grid.getByRole("columnheader").allTextContents();
  const at = titles.findIndex((text) => text.trim() === title);
  expect(at, `a column “${title}” among ${titles.join(", ")}`).toBeGreaterThanOrEqual(0);
  return row.getByRole("gridcell").nth(at);
}

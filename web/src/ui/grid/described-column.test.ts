import type { ColumnDescription } from "@perennial/contract";
import { expect, it } from "vitest";
import { describedColumn } from "./described-column.tsx";

const names = {
  page: "contacts",
  nameOf: () => undefined,
  idOf: () => undefined,
  remember: () => undefined,
  search: async () => [],
};
const context = {
  teammates: [],
  references: { account: names, contact: names, organization: names },
  currency: "USD",
  canEdit: true,
  isPast: false,
  primaryScore: undefined,
  labelOfScore: () => undefined,
};
const titleOf = (label: string, unit: string) => {
  const column = { slug: "trait:x", label, type: "number", options: [], isEditable: true, format: { unit } };
  return describedColumn(column as unknown as ColumnDescription, context).title;
};

it("names the unit of a number once", () => {
  expect(titleOf("Seats", "seats")).toBe("Seats");
  expect(titleOf("Storage, GB", "GB")).toBe("Storage, GB");
  expect(titleOf("Storage", "GB")).toBe("Storage (GB)");
  expect(titleOf("Hourly rate", "h")).toBe("Hourly rate (h)");
});

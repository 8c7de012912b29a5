import type { HealthMigration } from "@perennial/contract";
import { expect, it } from "vitest";
import { directionOf, migrationLabels } from "./migration-labels.ts";

const cell = (from: string, to: string) => ({ from, to, accounts: 1, arrThen: "0.00", arrNow: "0.00" });
const migration = {
  labels: [
    { value: "low", label: "Low", tone: "bad" },
    { value: "high", label: "High", tone: "good" },
  ],
  cells: [cell("low", "high"), cell("old_word", "none"), cell("absent", "low")],
} as HealthMigration;

it("has the model's labels, those of earlier models, and what is no label only where it occurs", () => {
  expect(migrationLabels(migration).map(({ label }) => label)).toEqual([
    "Low",
    "High",
    "old word",
    "No score",
    "Not there",
  ]);
  expect(migrationLabels({ ...migration, cells: [cell("low", "low")] })).toHaveLength(2);
});

it("goes up and down by the order of the labels; coming, leaving and no score are neither", () => {
  const labels = migrationLabels(migration);
  expect(directionOf(labels, { from: "low", to: "high" })).toBe("better");
  expect(directionOf(labels, { from: "high", to: "low" })).toBe("worse");
  expect(directionOf(labels, { from: "high", to: "none" })).toBe("same");
  expect(directionOf(labels, { from: "absent", to: "low" })).toBe("same");
});

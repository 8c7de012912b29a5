import type { HealthMigration } from "@perennial/contract";

export type MigrationLabel = { value: string; label: string };

/** The rows and columns of a migration: the model's labels, the lowest first; labels of earlier models; no score; not there. */
export function migrationLabels({ labels, cells }: HealthMigration): MigrationLabel[] {
  const known = new Set(labels.map((label) => label.value));
  const met = new Set(cells.flatMap((cell) => [cell.from, cell.to]));
  const former = [...met]
    .filter((value) => !known.has(value) && value !== "none" && value !== "absent")
    .sort();
  return [
    ...labels.map(({ value, label }) => ({ value, label })),
    ...former.map((value) => ({ value, label: value.replaceAll("_", " ") })),
    ...(met.has("none") ? [{ value: "none", label: "No score" }] : []),
    ...(met.has("absent") ? [{ value: "absent", label: "Not there" }] : []),
  ];
}

/** Whether accounts of a cell went up or down, by the order of the labels; coming, leaving and no score are neither. */
export function directionOf(
  labels: readonly MigrationLabel[],
  { from, to }: { from: string; to: string },
): "better" | "worse" | "same" {
  const isLabel = (value: string) => value !== "none" && value !== "absent";
  if (!isLabel(from) || !isLabel(to)) return "same";
  const at = (value: string) => labels.findIndex((each) => each.value === value);
  return at(to) > at(from) ? "better" : at(to) < at(from) ? "worse" : "same";
}

import type { Import } from "@perennial/contract";
import type { Tone } from "../../ui/tone.ts";

/** What an import's status is called, and how it looks. */
export const statusWords: Record<Import["status"], { label: string; tone: Tone }> = {
  draft: { label: "Not started", tone: "neutral" },
  checking: { label: "Trying", tone: "accent" },
  running: { label: "Running", tone: "accent" },
  done: { label: "Done", tone: "good" },
  cancelled: { label: "Stopped", tone: "warn" },
  failed: { label: "Failed", tone: "bad" },
  undoing: { label: "Undoing", tone: "accent" },
  undone: { label: "Undone", tone: "neutral" },
};

/** `mrr-snapshots` as people say it. */
export function objectLabel(object: string): string {
  if (object === "mrr-snapshots") return "MRR snapshots";
  const words = object.replaceAll("-", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** `account.externalId` as `Account · external id`. */
export function fieldLabel(field: string): string {
  const parts = field.split(".").map((part) =>
    part
      .replaceAll("-", " ")
      .replaceAll("_", " ")
      .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .replace(/\b(arr|mrr|csat|csm|url|id)\b/g, (word) => (word === "id" ? word : word.toUpperCase())),
  );
  const [first = "", ...rest] = parts;
  return [first.slice(0, 1).toUpperCase() + first.slice(1), ...rest].join(" · ");
}

/** How a column looks by its values, in words. */
export const typeWords: Record<string, string> = {
  text: "Text",
  "long-text": "Long text",
  number: "Numbers",
  currency: "Amounts",
  percentage: "Percentages",
  boolean: "Yes or no",
  date: "Dates",
  instant: "Dates with time",
  month: "Months",
  select: "A few words",
  email: "E-mail addresses",
  url: "Web addresses",
};

/** Whether something is under way that moves by itself. */
export function isMoving(one: Pick<Import, "status"> | undefined): boolean {
  return one !== undefined && ["checking", "running", "undoing"].includes(one.status);
}

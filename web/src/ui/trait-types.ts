import { type FieldType, traitTypes } from "@perennial/contract";

const labels: Partial<Record<FieldType, string>> = {
  text: "Text",
  "long-text": "Long text",
  number: "Number",
  currency: "Currency",
  percentage: "Percentage",
  boolean: "Yes or no",
  date: "Date",
  instant: "Date and time",
  select: "One of a list",
  "multi-select": "Several of a list",
  url: "Web address",
  email: "E-mail",
  teammate: "Teammate",
  contact: "Contact",
  account: "Account",
};

/** What people call a type of field. */
export function typeLabel(type: FieldType): string {
  return labels[type] ?? type;
}

export const typeOptions = traitTypes.map((value) => ({ value, label: typeLabel(value) }));

/** `Net promoter score (%)` → `net_promoter_score`: a slug as the server takes it. */
export function slugOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replaceAll(/\p{Diacritic}/gu, "")
    .toLowerCase();
  const words = plain.replaceAll(/[^a-z0-9]+/g, "_").replaceAll(/^[_0-9]+|_+$/g, "");
  return words.slice(0, 40).replace(/_+$/, "");
}

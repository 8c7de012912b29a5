/** For whom a ladder or a policy is; `every` for accounts whose touch model has none of its own. */
export const touchModels = [
  { value: "every", label: "Every account" },
  { value: "high", label: "High touch" },
  { value: "medium", label: "Medium touch" },
  { value: "low", label: "Low touch" },
] as const;
export type TouchModel = (typeof touchModels)[number]["value"];

export const touchValue = (touchModel: "high" | "medium" | "low" | null): TouchModel => touchModel ?? "every";
export const touchModelOf = (value: TouchModel) => (value === "every" ? null : value);

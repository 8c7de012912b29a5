import type { ViewChoice } from "./viewed-object.ts";

/** Whose the records are, for every table whose records have an `ownerId`. */
export const ownerChoice: ViewChoice = {
  id: "owner",
  label: "Owner",
  usual: "all",
  options: [
    { value: "all", label: "Owner anybody", rule: null },
    { value: "me", label: "Owner me", rule: { subject: "ownerId", op: "is-me" } },
    { value: "none", label: "Owner nobody", rule: { subject: "ownerId", op: "is-empty" } },
  ],
};

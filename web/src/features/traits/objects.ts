/** Object types that take traits, in the order of the tabs. */
export const objects = [
  { value: "account", plural: "Accounts" },
  { value: "contact", plural: "Contacts" },
  { value: "organization", plural: "Organizations" },
  { value: "contract", plural: "Contracts" },
  { value: "subscription", plural: "Subscriptions" },
  { value: "renewal", plural: "Renewals" },
  { value: "ticket", plural: "Tickets" },
  { value: "meeting", plural: "Meetings" },
  { value: "survey_response", plural: "Survey responses" },
  { value: "teammate", plural: "Teammates" },
] as const;

/** `account` → `accounts`, for the middle of a sentence. */
export function objectLabel(object: string): string {
  return objects.find((each) => each.value === object)?.plural.toLowerCase() ?? object;
}

import type { Segment } from "@perennial/contract";

/** How a segment's records are called, where they are found, and where one of them opens. */
export const segmentWords = {
  account: { one: "account", many: "accounts", title: "Accounts", path: "/accounts" },
  contact: { one: "contact", many: "contacts", title: "Contacts", path: "/contacts" },
  organization: {
    one: "organization",
    many: "organizations",
    title: "Organizations",
    path: "/organizations",
  },
} as const satisfies Record<Segment["object"], unknown>;

import type { CustomObjectLink, CustomRecord } from "@perennial/contract";
import type { ChoosableObject } from "../../api/record-options.ts";

/** All that screens know of one way in which custom records belong to something. */
type LinkWords = {
  /** As the definition says it. */
  label: string;
  object: ChoosableObject;
  /** What a new record is sent with. */
  bodyOf: (id: string) => object;
  /** The records of one account, contact or organization. */
  filterOf: (id: string) => object;
  /** The column of lists that names it. */
  column: string;
  ownerOf: (record: CustomRecord) => string | null;
};

const ofOne = (subject: string) => (id: string) => ({ subject, op: "is-any-of", value: [id] });

export const linkWords: Readonly<Record<CustomObjectLink, LinkWords>> = {
  account: {
    label: "One account",
    object: "account",
    bodyOf: (accountId) => ({ accountId }),
    filterOf: ofOne("accountId"),
    column: "account.name",
    ownerOf: (record) => record.accountId,
  },
  accounts: {
    label: "Any number of accounts",
    object: "account",
    bodyOf: (accountId) => ({ accountIds: [accountId] }),
    filterOf: (id) => ({ related: "accounts", where: ofOne("id")(id) }),
    column: "accountNames",
    ownerOf: () => null,
  },
  contact: {
    label: "A contact",
    object: "contact",
    bodyOf: (contactId) => ({ contactId }),
    filterOf: ofOne("contactId"),
    column: "contactId",
    ownerOf: (record) => record.contactId ?? null,
  },
  organization: {
    label: "An organization",
    object: "organization",
    bodyOf: (organizationId) => ({ organizationId }),
    filterOf: ofOne("organizationId"),
    column: "organizationId",
    ownerOf: (record) => record.organizationId ?? null,
  },
};

/** Why nobody writes here, of an object that is a copy. */
export function whyNotWritten({ namePlural, mirrorOf }: { namePlural: string; mirrorOf: string | null }) {
  if (mirrorOf === null) return undefined;
  return `${namePlural} are a copy of ${mirrorOf}: connectors, imports and the API write them. Change them there.`;
}

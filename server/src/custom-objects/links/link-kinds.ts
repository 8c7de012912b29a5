import type { CustomObjectLink } from "@perennial/contract";
import type { LinkKind } from "./link-kind.ts";
import { oneAccount } from "./one-account.ts";
import { oneContact, oneOrganization } from "./one-record.ts";
import { severalAccounts } from "./several-accounts.ts";

/** Every way in which the records of a custom object may belong to something. */
export const linkKinds: Readonly<Record<CustomObjectLink, LinkKind>> = {
  account: oneAccount,
  accounts: severalAccounts,
  contact: oneContact,
  organization: oneOrganization,
};

import { importObjects as words } from "@perennial/contract";
import { problem } from "../../kernel/errors.ts";
import { accountImport } from "./accounts.ts";
import { contactImport } from "./contacts.ts";
import { contractImport } from "./contracts.ts";
import { eventImport } from "./events.ts";
import type { ImportObjectDefinition } from "./import-object.ts";
import { metricValueImport } from "./metric-values.ts";
import { mrrSnapshotImport } from "./mrr-snapshots.ts";
import { noteImport } from "./notes.ts";
import { organizationImport } from "./organizations.ts";
import { renewalImport } from "./renewals.ts";
import { subscriptionImport } from "./subscriptions.ts";
import { teammateImport } from "./teammates.ts";
import { ticketImport } from "./tickets.ts";

/** Everything that can be imported, in the order in which files depend on one another. */
export const importDefinitions: Readonly<Record<string, ImportObjectDefinition>> = {
  organizations: organizationImport,
  teammates: teammateImport,
  accounts: accountImport,
  contacts: contactImport,
  contracts: contractImport,
  subscriptions: subscriptionImport,
  "mrr-snapshots": mrrSnapshotImport,
  events: eventImport,
  "metric-values": metricValueImport,
  tickets: ticketImport,
  renewals: renewalImport,
  notes: noteImport,
};

/**
 * The importer's record of an object.
 * @throws Problem `invalid-input` with what can be imported instead
 */
export function importDefinition(object: string): ImportObjectDefinition {
  const found = Object.hasOwn(importDefinitions, object) ? importDefinitions[object] : undefined;
  if (found) return found;
  const isPlanned = (words as readonly string[]).includes(object);
  const reason = isPlanned
    ? `This version of Perennial does not keep ${object}, so a file of them cannot be imported yet.`
    : `There is nothing called “${object}” to import.`;
  throw problem("invalid-input", `${reason} What can be: ${Object.keys(importDefinitions).join(", ")}.`, {
    fields: [{ path: "object", message: "choose one of those" }],
  });
}

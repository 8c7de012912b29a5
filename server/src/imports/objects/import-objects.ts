import type { App } from "../../kernel/app.ts";
import { problem } from "../../kernel/errors.ts";
import { catalogOf } from "../../objects/index.ts";
import { accountImport } from "./accounts.ts";
import { contactImport } from "./contacts.ts";
import { contractImport } from "./contracts.ts";
import { customObjectImport } from "./custom-objects.ts";
import { eventImport } from "./events.ts";
import type { ImportObjectDefinition } from "./import-object.ts";
import { meetingImport } from "./meetings.ts";
import { metricValueImport } from "./metric-values.ts";
import { mrrSnapshotImport } from "./mrr-snapshots.ts";
import { noteImport } from "./notes.ts";
import { organizationImport } from "./organizations.ts";
import { renewalImport } from "./renewals.ts";
import { subscriptionImport } from "./subscriptions.ts";
import { surveyResponseImport } from "./survey-responses.ts";
import { teammateImport } from "./teammates.ts";
import { ticketImport } from "./tickets.ts";

/** What every company can import, in the order in which files depend on one another. */
const shipped: Readonly<Record<string, ImportObjectDefinition>> = {
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
  "survey-responses": surveyResponseImport,
  renewals: renewalImport,
  notes: noteImport,
  meetings: meetingImport,
};

/** Why an import of these cannot be taken back; null where it can. */
export const whyNoUndo = (object: string): string | null => shipped[object]?.cannotUndo ?? null;

/** Everything that can be imported: the kinds of record that the company defined come last. */
export async function importDefinitions(app: App): Promise<ReadonlyMap<string, ImportObjectDefinition>> {
  const types = [...(await catalogOf(app)).types.values()].filter((type) => type.area === "custom-objects");
  return new Map([
    ...Object.entries(shipped),
    ...types.map((type) => [type.plural, customObjectImport(type)] as const),
  ]);
}

/**
 * The importer's record of an object.
 * @throws Problem `invalid-input` with what can be imported instead
 */
export async function importDefinition(app: App, object: string): Promise<ImportObjectDefinition> {
  const definitions = await importDefinitions(app);
  const found = definitions.get(object);
  if (found) return found;
  const reason = `There is nothing called “${object}” to import.`;
  throw problem("invalid-input", `${reason} What can be: ${[...definitions.keys()].join(", ")}.`, {
    fields: [{ path: "object", message: "choose one of those" }],
  });
}

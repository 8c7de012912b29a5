import type { ImportObject } from "@perennial/contract/imports";
import { accountImportFields } from "./accounts.ts";
import { meetingImportFields, noteImportFields, surveyResponseImportFields } from "./activities.ts";
import type { ImportFields } from "./import-field.ts";
import { contactImportFields, organizationImportFields, teammateImportFields } from "./people.ts";
import {
  contractImportFields,
  mrrSnapshotImportFields,
  renewalImportFields,
  subscriptionImportFields,
} from "./revenue.ts";
import { eventImportFields, metricValueImportFields, ticketImportFields } from "./usage.ts";

/** What a file of each kind of rows may bring. */
export const importFields: Readonly<Record<ImportObject, ImportFields>> = {
  organizations: organizationImportFields,
  accounts: accountImportFields,
  contacts: contactImportFields,
  teammates: teammateImportFields,
  contracts: contractImportFields,
  subscriptions: subscriptionImportFields,
  "mrr-snapshots": mrrSnapshotImportFields,
  events: eventImportFields,
  "metric-values": metricValueImportFields,
  tickets: ticketImportFields,
  "survey-responses": surveyResponseImportFields,
  renewals: renewalImportFields,
  notes: noteImportFields,
  meetings: meetingImportFields,
};

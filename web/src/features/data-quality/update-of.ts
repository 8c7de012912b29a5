import {
  accounts,
  contacts,
  contracts,
  type Endpoint,
  meetings,
  organizations,
  renewals,
  subscriptions,
  surveyResponses,
  tickets,
} from "@perennial/contract";
import { endpointsOf } from "../../api/custom-endpoints.ts";

const builtIn: Readonly<Record<string, { update: Endpoint; area: string }>> = {
  account: { update: accounts.update, area: "accounts" },
  contact: { update: contacts.update, area: "contacts" },
  contract: { update: contracts.update, area: "contracts" },
  meeting: { update: meetings.update, area: "meetings" },
  survey_response: { update: surveyResponses.update, area: "survey-responses" },
  organization: { update: organizations.update, area: "organizations" },
  renewal: { update: renewals.update, area: "renewals" },
  subscription: { update: subscriptions.update, area: "subscriptions" },
  ticket: { update: tickets.update, area: "tickets" },
};

/** By what a record of an object is changed, and what one may for that. */
export function updateOf(object: string): { update: Endpoint; area: string } {
  return builtIn[object] ?? { update: endpointsOf(object).update, area: "custom-objects" };
}

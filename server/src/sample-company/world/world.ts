import type { SampleTeammate } from "./teammates.ts";

/** The sample company as plain facts, all dates relative to `today`; the loader writes it through commands. */
export type World = {
  today: Temporal.PlainDate;
  teammates: readonly SampleTeammate[];
  organizations: readonly SampleOrganization[];
  accounts: readonly SampleAccount[];
};

export type SampleOrganization = { key: string; name: string; domains: string[] };

export type SampleAccount = {
  key: string;
  name: string;
  domain: string;
  organization: string | null;
  industry: string;
  country: string;
  region: string;
  timeZone: string;
  employeeCount: number;
  plan: string;
  tier: string;
  touchModel: "high" | "medium" | "low";
  seatsLicensed: number;
  customerSince: Temporal.PlainDate;
  csm: string | null;
  accountManager: string;
  contacts: readonly SampleContact[];
  terms: readonly SampleTerm[];
  /** How well it goes, month by month from `customerSince`; the truth behind usage, tickets and outcomes. */
  mood: readonly number[];
};

export type SampleContact = {
  key: string;
  name: string;
  email: string;
  title: string;
  stakeholderRole: string;
  deactivatedOn: Temporal.PlainDate | null;
};

/** One contract term with its line, and how its renewal ended where it has. */
export type SampleTerm = {
  key: string;
  startsOn: Temporal.PlainDate;
  endsOn: Temporal.PlainDate;
  seats: number;
  seatPrice: string;
  autoRenews: boolean;
  noticePeriodDays: number;
  addOnArr: string | null;
  /** Seats bought within the term, and when. */
  expansion: { on: Temporal.PlainDate; seats: number } | null;
  outcome: {
    kind: "renewed" | "churned";
    on: Temporal.PlainDate;
    lossReason: string | null;
    rootCause: string | null;
  } | null;
};

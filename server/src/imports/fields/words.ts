/** Our word for something → the words other systems use for it, in lower case with single hyphens between words. */
export type Words = Readonly<Record<string, readonly string[]>>;

export const ticketStatusWords: Words = {
  open: "new reopened in-progress active assigned todo to-do backlog waiting-on-us escalated unresolved".split(
    " ",
  ),
  pending:
    "on-hold hold waiting waiting-on-customer waiting-for-customer awaiting-reply snoozed blocked".split(" "),
  solved: "resolved closed done complete completed fixed".split(" "),
};

export const ticketPriorityWords: Words = {
  urgent: "critical p0 p1 1 sev-1 sev1 s1 severity-1 blocker highest emergency".split(" "),
  high: "p2 2 sev-2 sev2 s2 severity-2 major important".split(" "),
  normal: "medium moderate p3 3 sev-3 sev3 s3 severity-3 standard default".split(" "),
  low: "p4 p5 4 5 sev-4 sev4 s4 severity-4 minor trivial lowest".split(" "),
};

export const ticketKindWords: Words = {
  installation: "install setup set-up implementation onboarding configuration".split(" "),
  training: "how-to howto question education".split(" "),
  maintenance: "task service-request".split(" "),
  troubleshooting: "problem incident bug issue defect error technical".split(" "),
  upgrade: "update migration expansion".split(" "),
  "ending-service": "cancellation cancel churn offboarding termination".split(" "),
  other: "general misc miscellaneous".split(" "),
};

export const billingIntervalWords: Words = {
  month: "monthly month-to-month per-month m 1 1-month".split(" "),
  quarter: "quarterly per-quarter q 3 3-months".split(" "),
  year: "annual annually yearly per-year y 12 12-months 1-year".split(" "),
  "6": "semi-annual semi-annually half-yearly biannual 6-months".split(" "),
  "24": "biennial two-years 2-years 24-months".split(" "),
  "36": "triennial three-years 3-years 36-months".split(" "),
};

export const subscriptionKindWords: Words = {
  recurring: "subscription licence license saas mrr arr".split(" "),
  "usage-commitment": "usage commitment committed-usage consumption metered prepaid".split(" "),
  "one-off": "one-time onetime oneoff services non-recurring nonrecurring setup-fee".split(" "),
};

export const renewalOutcomeWords: Words = {
  renewed: "won closed-won retained renew yes".split(" "),
  churned: "lost closed-lost cancelled canceled not-renewed non-renewed churn no".split(" "),
};

export const stakeholderRoleWords: Words = {
  "decision-maker": "economic-buyer buyer decider owner".split(" "),
  champion: "advocate promoter power-user".split(" "),
  sponsor: "executive-sponsor exec-sponsor executive".split(" "),
  administrator: "admin it-admin system-administrator technical-contact".split(" "),
  "end-user": "user member enduser".split(" "),
};

export const touchModelWords: Words = {
  high: "high-touch hightouch strategic".split(" "),
  medium: "medium-touch mid-touch hybrid".split(" "),
  low: "low-touch tech-touch digital scaled".split(" "),
};

export const tierWords: Words = { I: [], A: [], B: [], C: [], D: [] };

export const meetingKindWords: Words = {
  kickoff: "kick-off kick-off-call welcome implementation onboarding".split(" "),
  "check-in": "checkin check-in-call sync weekly monthly cadence touchpoint catch-up".split(" "),
  "health-check": "healthcheck health-review health-check-call".split(" "),
  "business-review": "qbr ebr quarterly-business-review executive-business-review review mbr".split(" "),
  "renewal-call": "renewal renewal-meeting negotiation contract".split(" "),
  training: "workshop webinar enablement education".split(" "),
  other: "meeting call general misc event demo".split(" "),
};

export const meetingStatusWords: Words = {
  held: "completed complete done attended took-place".split(" "),
  missed: "no-show noshow not-held absent".split(" "),
  cancelled: "canceled called-off declined".split(" "),
  scheduled: "planned upcoming booked confirmed".split(" "),
};

/** How words are compared: case, blanks, underscores and hyphens do not matter. */
export function plainWord(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_\-–/]+/g, "-");
}

/** Our word for theirs, or nothing when it is none of the usual ones. */
export function translateWord(words: Words, raw: string): string | undefined {
  const wanted = plainWord(raw);
  return Object.keys(words).find((own) => plainWord(own) === wanted || words[own]?.includes(wanted));
}

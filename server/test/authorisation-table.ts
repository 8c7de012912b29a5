/** What a route asks of whoever calls it. */
export type Requirement = {
  /** Every one of these. */
  permissions: readonly string[];
  /** Only people, never API keys: their own password and sessions. */
  isForPeople?: boolean;
  /** Put over the sample that is made from the endpoint's schema. */
  body?: Readonly<Record<string, unknown>>;
};

const needs = (permission: string, more: Omit<Requirement, "permissions"> = {}): Requirement => ({
  permissions: permission.split(" "),
  ...more,
});

/** The routes every kind of record has. */
function records(plural: string): Record<string, Requirement> {
  const [read, write, remove] = [`${plural}.read`, `${plural}.write`, `${plural}.delete`];
  return {
    [`GET /${plural}`]: needs(read),
    [`GET /${plural}/:id`]: needs(read),
    [`GET /${plural}/by-external-id/:source/:externalId`]: needs(read),
    [`POST /${plural}`]: needs(write),
    [`PATCH /${plural}/:id`]: needs(write),
    [`POST /${plural}/bulk-upsert`]: needs(write),
    [`DELETE /${plural}/:id`]: needs(remove),
    [`POST /${plural}/:id/restoration`]: needs(remove),
  };
}

/**
 * Every route below `/api/v1` with what it asks. A new route needs a line here, or `authorisation.test.ts` fails; what
 * the line says is tried against the running application for every kind of caller.
 */
export const requirements: Record<string, Requirement> = {
  "GET /me": needs("company.read"),
  "PUT /me/password": needs("me.write", { isForPeople: true }),
  "GET /me/sessions": needs("me.write", { isForPeople: true }),
  "DELETE /me/sessions/:id": needs("me.write", { isForPeople: true }),
  "GET /company": needs("company.read"),
  "PATCH /company": needs("company.write"),
  "GET /changes": needs("changes.read"),
  "GET /audit": needs("audit.read"),
  ...records("teammates"),
  "PUT /teammates/:id/suspension": needs("teammates.administer"),
  "DELETE /teammates/:id/suspension": needs("teammates.administer"),
  "POST /teammates/:id/password-reset-link": needs("teammates.administer"),
  "GET /invitations": needs("teammates.administer"),
  "POST /invitations": needs("teammates.administer"),
  "POST /invitations/:id/renewal": needs("teammates.administer"),
  "DELETE /invitations/:id": needs("teammates.administer"),
  "GET /api-keys": needs("api-keys.read"),
  "POST /api-keys": needs("api-keys.write", { body: { name: "Made", scopes: ["api-keys.write"] } }),
  "DELETE /api-keys/:id": needs("api-keys.write"),
  "GET /traits": needs("traits.read"),
  "GET /traits/:id": needs("traits.read"),
  "POST /traits": needs("traits.write"),
  "PATCH /traits/:id": needs("traits.write"),
  "DELETE /traits/:id": needs("traits.write"),
  "POST /traits/:id/restoration": needs("traits.write"),
  "GET /key-roles": needs("traits.read"),
  "POST /key-roles": needs("traits.write"),
  "PATCH /key-roles/:id": needs("traits.write"),
  "DELETE /key-roles/:id": needs("traits.write"),
  "POST /key-roles/:id/restoration": needs("traits.write"),
  "GET /objects/:object/fields": needs("traits.read"),
  ...records("organizations"),
  ...records("accounts"),
  ...records("contacts"),
  ...records("tickets"),
  ...records("contracts"),
  ...records("subscriptions"),
  "POST /subscriptions/:id/amendments": needs("subscriptions.write"),
  "POST /mrr-snapshots/bulk-upsert": needs("subscriptions.write"),
  "GET /arr": needs("arr.read"),
  "GET /arr/movements": needs("arr.read"),
  "GET /exchange-rates": needs("arr.read"),
  "PUT /exchange-rates": needs("contracts.write"),
  ...records("renewals"),
  "GET /renewals/summary": needs("renewals.read"),
  "POST /renewals/generate": needs("renewals.write"),
  "POST /renewals/bulk-update": needs("renewals.write"),
  "PUT /renewals/:id/outcome": needs("renewals.write"),
  "DELETE /renewals/:id/outcome": needs("renewals.write"),
  "GET /renewals/:id/checkpoints": needs("renewals.read"),
  "PUT /renewals/:id/checkpoints/:dueOn": needs("renewals.write"),
  "GET /cadence-steps": needs("renewals.read"),
  "PUT /cadence-steps": needs("renewals.configure"),
  "GET /renewals/:id/ladder": needs("renewals.read"),
  "GET /renewal-stages": needs("renewals.read"),
  "PUT /renewal-stages": needs("renewals.configure"),
  "GET /forecast-ratings": needs("renewals.read"),
  "PUT /forecast-ratings": needs("renewals.configure"),
  "GET /renewal-policies": needs("renewals.read"),
  "PUT /renewal-policies": needs("renewals.configure"),
  "GET /accounts/:id/explain": needs("accounts.read"),
  "GET /accounts/:id/timeline": needs("timeline.read"),
  "GET /search": needs("search.read"),
  "GET /events": needs("events.read"),
  "POST /events": needs("events.write"),
  "GET /event-names": needs("events.read"),
  "GET /write-keys": needs("write-keys.read"),
  "POST /write-keys": needs("write-keys.write"),
  "DELETE /write-keys/:id": needs("write-keys.write"),
  "GET /metrics": needs("metrics.read"),
  "GET /metrics/:slug": needs("metrics.read"),
  "POST /metrics": needs("metrics.write"),
  "PATCH /metrics/:slug": needs("metrics.write"),
  "DELETE /metrics/:slug": needs("metrics.write"),
  "POST /metrics/:slug/restoration": needs("metrics.write"),
  "GET /metrics/:slug/series": needs("metrics.read"),
  "POST /metric-values": needs("metrics.write"),
  "GET /segments": needs("segments.read"),
  "GET /segments/:slug": needs("segments.read"),
  "POST /segments": needs("segments.write"),
  "PATCH /segments/:slug": needs("segments.write"),
  "DELETE /segments/:slug": needs("segments.write"),
  "POST /segments/:slug/restoration": needs("segments.write"),
  "GET /segments/:slug/members": needs("segments.read accounts.read"),
  "PUT /segments/:slug/members/:accountId": needs("accounts.write"),
  "DELETE /segments/:slug/members/:accountId": needs("accounts.write"),
  "DELETE /segments/:slug/members/:accountId/link": needs("accounts.write"),
  "POST /segments/preview": needs("segments.read", {
    body: { rule: { all: [{ subject: "keyRole:csm", op: "is-empty" }] } },
  }),
  "GET /rule-catalog": needs("segments.read"),
  "GET /retention": needs("retention.read"),
  ...records("projects"),
  "POST /projects/from-template": needs("projects.write"),
  "PATCH /milestones/:id": needs("projects.write"),
  ...records("tasks"),
  ...records("notes"),
  "GET /conversations": needs("conversations.read"),
  "GET /conversations/:id": needs("conversations.read"),
  "GET /conversations/:id/attachments/:attachmentId": needs("conversations.read"),
  "POST /conversations": needs("conversations.write"),
  "POST /conversations/:id/messages": needs("conversations.write"),
  "PATCH /conversations/:id": needs("conversations.write"),
  "GET /unmatched-messages": needs("conversations.read"),
  "PUT /unmatched-messages/:id/account": needs("conversations.write"),
  "DELETE /unmatched-messages/:id": needs("conversations.write"),
  "GET /outgoing-messages": needs("conversations.read"),
  "PUT /outgoing-messages/:id/decision": needs("conversations.write"),
  "GET /mail-settings": needs("conversations.read"),
  "PATCH /mail-settings": needs("company.write"),
  "POST /mail-settings/inbound-address": needs("company.write"),
  "GET /templates": needs("templates.read"),
  "GET /templates/:id": needs("templates.read"),
  "POST /templates": needs("templates.write"),
  "PATCH /templates/:id": needs("templates.write"),
  "DELETE /templates/:id": needs("templates.write"),
  "POST /templates/:id/preview": needs("templates.read"),
  "GET /hubs": needs("hubs.read"),
  "GET /hubs/:id": needs("hubs.read"),
  "POST /hubs": needs("hubs.write"),
  "GET /dashboards": needs("dashboards.read"),
  "GET /dashboards/:id": needs("dashboards.read"),
  "POST /dashboards": needs("dashboards.write"),
  "PATCH /dashboards/:id": needs("dashboards.write"),
  "POST /aggregates": needs("dashboards.read accounts.read", {
    body: { object: "account" },
  }),
};

/** Routes that anybody may call, each with the reason why that is safe. */
export const openRoutes: Record<string, string> = {
  "GET /healthz": "says that the process lives, nothing else",
  "GET /readyz": "says whether the database can be reached, nothing else",
  "GET /metrics": "counts and durations without names or values of records",
  "GET /api/v1/openapi.json": "the same for every installation",
  "GET *": "the web application's addresses",
  "GET /*": "the web application's files",
  "POST /auth/sign-in": "asks for e-mail and password; counted",
  "POST /auth/sign-out": "ends the session whose cookie is sent",
  "POST /auth/link-check": "asks for a link's token; counted",
  "POST /auth/set-up": "asks for the set-up link's token; counted",
  "POST /auth/accept-invitation": "asks for an invitation's token; counted",
  ...Object.fromEntries(
    ["alias", "batch", "group", "identify", "page", "screen", "track"].map((call) => [
      `POST /v1/${call}`,
      "asks for a write key, which can send events and nothing else",
    ]),
  ),
  "GET /unsubscribe/:token": "shows a page to whoever has the message's link; changes nothing",
  "POST /unsubscribe/:token": "asks for the token of the message's link",
  "POST /inbound/mail/:token": "asks for the installation's own inbound token",
  "POST /auth/reset-password": "asks for a reset link's token; counted",
};

/** Below `/api/v1` but answered by the kernel, with its own test. */
export const testedElsewhere: Record<string, string> = {
  "GET /api/v1/changes/stream": "changes.read; people/live-access.test.ts",
};

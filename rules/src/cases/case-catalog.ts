import type { Catalog, Env, Field } from "../index.ts";

/** A small company's catalog, for the cases and for the proof that SQL and memory agree. */
const values = { table: "values" };

const uuidFields: readonly Field[] = [
  {
    slug: "keyRole:csm",
    hasHistory: true,
    label: "CSM",
    type: "teammate",
    sql: { column: "csm_id" },
    memory: ["keyRoles", "csm"],
  },
  { slug: "trait:sponsor", label: "Sponsor", type: "contact", sql: { column: "sponsor_id", ...values } },
];

const accountFields: readonly Field[] = [
  { slug: "name", hasHistory: true, label: "Name", type: "text", sql: { column: "name" } },
  { slug: "trait:notes", label: "Notes", type: "long-text", sql: { column: "notes", ...values } },
  { slug: "trait:site", label: "Site", type: "url", sql: { column: "site", ...values } },
  { slug: "arr", hasHistory: true, label: "ARR", type: "currency", sql: { column: "arr", ...values } },
  { slug: "trait:seats", label: "Seats", type: "number", sql: { column: "seats", ...values } },
  {
    slug: "metric:utilisation",
    label: "Seat utilisation",
    type: "percentage",
    sql: { column: "utilisation", ...values },
    memory: ["metrics", "utilisation", "value"],
    changesDaily: true,
    baselines: {
      "at-risk": { median: "40", spread: "12.5" },
      silent: { median: 10, spread: 0 },
    },
  },
  {
    slug: "score:overall",
    hasHistory: true,
    label: "Health",
    type: "score",
    sql: { column: "score", ...values },
  },
  {
    slug: "primaryScore",
    hasHistory: true,
    historyOf: "score:overall",
    label: "Primary score (Health)",
    type: "score",
    sql: { column: "score", ...values },
    memory: "score:overall",
  },
  { slug: "trait:sso", hasHistory: true, label: "SSO", type: "boolean", sql: { column: "sso", ...values } },
  {
    slug: "nextRenewalOn",
    hasHistory: true,
    label: "Next renewal",
    type: "date",
    sql: { column: "next_renewal_on" },
  },
  { slug: "lastSeenAt", label: "Last seen", type: "instant", sql: { column: "last_seen_at" } },
  {
    slug: "trait:plan",
    hasHistory: true,
    label: "Plan",
    type: "select",
    options: [
      { value: "gold", label: "Gold" },
      { value: "silver", label: "Silver" },
      { value: "free", label: "Free" },
    ],
    sql: { column: "plan", ...values },
  },
  {
    slug: "trait:regions",
    hasHistory: true,
    label: "Regions",
    type: "multi-select",
    options: ["emea", "apac", "amer"].map((value) => ({ value, label: value.toUpperCase() })),
    sql: { column: "regions", ...values },
  },
  {
    slug: "segment:at-risk",
    hasHistory: true,
    label: "At risk",
    type: "segment",
    memory: ["segments", "at-risk"],
    sql: {
      expression: ({ column, param }) =>
        `EXISTS (SELECT 1 FROM segment_member m WHERE m.account_id = ${column("id")} AND m.segment = ${param("at-risk", "text")})`,
    },
  },
  {
    slug: "segment:silent",
    label: "Silent",
    type: "segment",
    memory: ["segments", "silent"],
    sql: {
      expression: ({ column, param }) =>
        `EXISTS (SELECT 1 FROM segment_member m WHERE m.account_id = ${column("id")} AND m.segment = ${param("silent", "text")})`,
    },
  },
  {
    slug: "organization.name",
    label: "Organization",
    type: "text",
    memory: ["organization", "name"],
    sql: {
      expression: ({ column }) =>
        `SELECT o.name FROM organization o WHERE o.id = ${column("organization_id")}`,
    },
  },
  { slug: "domains", hasHistory: true, label: "Domains", type: "text-list", sql: { column: "domains" } },
  { slug: "employeeCount", label: "Employees", type: "integer", sql: { column: "employee_count" } },
  ...uuidFields,
];

const ofAccount = [["id", "account_id"]] as const;
const ofContact = [
  ["account_id", "account_id"],
  ["id", "contact_id"],
] as const;

/** The catalog of the cases: accounts, their contacts and renewals, the tickets of contacts, events of both. */
export const caseCatalog: Catalog = {
  objects: [
    {
      slug: "account",
      label: "account",
      fields: accountFields,
      relations: [
        { slug: "contacts", label: "contacts", object: "contact", sql: { on: ofAccount } },
        { slug: "renewals", label: "renewals", object: "renewal", sql: { on: ofAccount } },
        {
          slug: "open-renewals",
          label: "open renewals",
          object: "renewal",
          memory: "renewals",
          sql: { on: ofAccount },
        },
        {
          slug: "champions",
          label: "champions",
          object: "contact",
          sql: {
            on: ofAccount,
            through: { table: "champion", on: ofContact.map(([to, from]) => [from, to] as const) },
          },
        },
      ],
      events: {
        names: ["Logged in", "Exported report"],
        properties: [
          { name: "plan", type: "text" },
          { name: "amount", label: "Amount", type: "number" },
        ],
        sql: {
          daily: { table: "event_day", on: ofAccount, eventId: "event_id", day: "day", count: "count" },
          raw: {
            table: "event",
            on: ofAccount,
            eventId: "event_id",
            at: "at",
            count: "count",
            properties: "properties",
          },
          names: { table: "event_name", id: "id", name: "name" },
        },
      },
      sql: {
        table: "account",
        joins: { values: { table: "account_value", on: ofAccount } },
        history: {
          table: "history",
          on: [
            ["id", "account_id"],
            ["id", "object_id"],
          ],
          constants: [["object", "account", "text"]],
        },
      },
    },
    {
      slug: "contact",
      label: "contact",
      fields: [
        { slug: "email", label: "Email", type: "email", sql: { column: "email" } },
        { slug: "title", label: "Title", type: "text", sql: { column: "title" } },
        { slug: "lastSeenAt", label: "Last seen", type: "instant", sql: { column: "last_seen_at" } },
        { slug: "trait:nps", label: "NPS", type: "number", sql: { column: "nps", table: "values" } },
      ],
      names: [{ name: "at", label: "Last seen", formula: "lastSeenAt" }],
      relations: [{ slug: "tickets", label: "tickets", object: "ticket", sql: { on: ofContact } }],
      sql: {
        table: "contact",
        joins: {
          values: {
            table: "contact_value",
            on: [
              ["account_id", "account_id"],
              ["id", "contact_id"],
            ],
          },
        },
        filter: ({ column }) => `${column("archived_at")} IS NULL`,
      },
    },
    {
      slug: "renewal",
      label: "renewal",
      fields: [
        { slug: "dueOn", label: "Due", type: "date", sql: { column: "due_on" } },
        { slug: "targetArr", label: "Target ARR", type: "currency", sql: { column: "target_arr" } },
      ],
      names: [
        { name: "at", label: "Due", formula: "dueOn" },
        { name: "days_left", label: "Days left", formula: 'date_diff("days", today(), dueOn)' },
      ],
      sql: { table: "renewal" },
    },
    {
      slug: "ticket",
      label: "ticket",
      fields: [{ slug: "status", label: "Status", type: "select", sql: { column: "status" } }],
      sql: { table: "ticket" },
    },
  ],
};

/** When the cases are judged: a Monday evening in New York, already Tuesday in Europe. */
export const caseEnv: Env = {
  now: "2026-11-24T01:30:00Z",
  today: "2026-11-23",
  timeZone: "America/New_York",
  fiscalYearStartsInMonth: 2,
  me: "018f0000-0000-7000-8000-00000000000a",
  myTeam: ["018f0000-0000-7000-8000-00000000000a", "018f0000-0000-7000-8000-00000000000b"],
};

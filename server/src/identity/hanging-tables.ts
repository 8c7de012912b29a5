/**
 * What becomes of a table's rows when the record they hang on is merged into another:
 * - `move`: they become the survivor's. `settle` says what becomes of one that may not stand beside one of the survivor's.
 * - `combine`: rows of the same key become one. `with` says how, by column; other columns keep the survivor's value.
 * - `rebuild`: worked out anew from what moved.
 * - `stay`: they tell what happened to the old record, or the engine keeps them.
 */
export type HangingTable = {
  table: string;
  label: string;
  /** The column that names the record; `account_id` unless said. */
  column?: string;
  /** Only rows that fulfil this; `r` is the table. */
  where?: string;
} & (
  | {
      treatment: "move";
      /** New rows of these kinds go back with what they hang on, though no foreign key says so. */
      follows?: { column: string; table?: string };
      settle?: Settling;
      /** Further columns that name the record itself. */
      renames?: string;
      /** The column only names the record, in a row that belongs to whatever it belongs to: a trait. */
      isReference?: true;
    }
  | { treatment: "combine"; with: Readonly<Record<string, "sum" | "least" | "greatest">> }
  | { treatment: "rebuild" | "stay"; because: string }
);

/** `when`: the row `r` of the merged record clashes with `s` of the survivor. `set`: columns of `r` that change then. */
type Settling = { when: string; set: Readonly<Record<string, string>> };

const renamed = "r.implied_key || ' of ' || r.account_id::text";
const sameImplied: Settling = { when: "s.implied_key = r.implied_key", set: { implied_key: renamed } };

/** Every table that names an account, parents before children; a test holds it against the schema. */
export const hangingOnAccount: readonly HangingTable[] = [
  { table: "contracts", label: "Contracts", treatment: "move", settle: sameImplied },
  { table: "subscriptions", label: "Subscriptions", treatment: "move", settle: sameImplied },
  { table: "renewals", label: "Renewals", treatment: "move" },
  { table: "renewal_checkpoints", label: "Renewal checkpoints", treatment: "move" },
  { table: "renewal_states", label: "Past states of renewals", treatment: "move" },
  {
    table: "renewal_derived",
    label: "Likelihoods",
    treatment: "move",
    follows: { column: "id", table: "renewals" },
  },
  { table: "account_contacts", label: "Contacts", treatment: "combine", with: { since: "least" } },
  { table: "events", label: "Events", treatment: "move" },
  { table: "events_without_contact", label: "Events of unknown contacts", treatment: "move" },
  { table: "event_days", label: "Event days", treatment: "rebuild", because: "cut from the events" },
  { table: "contact_days", label: "Contact days", treatment: "rebuild", because: "cut from the events" },
  {
    table: "custom_record_accounts",
    label: "Links of records of own kinds",
    treatment: "combine",
    with: {},
  },
  { table: "metric_values", label: "Given metric values", treatment: "combine", with: { value: "sum" } },
  { table: "mrr_snapshots", label: "MRR snapshots", treatment: "combine", with: { mrr: "sum" } },
  { table: "tickets", label: "Tickets", treatment: "move" },
  { table: "meetings", label: "Meetings", treatment: "move" },
  { table: "survey_responses", label: "Survey responses", treatment: "move" },
  {
    table: "health_overrides",
    label: "Health said by people",
    treatment: "move",
    settle: {
      when: "s.score_id = r.score_id and s.ended_at is null and r.ended_at is null",
      set: { ended_at: "$now", ended_by_name: "'Merge of accounts'" },
    },
  },
  {
    table: "health_backcast_values",
    label: "Back-cast health",
    treatment: "stay",
    because: "they tell what a model would have said of the account as it was",
  },
  { table: "account_pulses", label: "Pulses", treatment: "move" },
  { table: "projects", label: "Projects", treatment: "move" },
  { table: "milestones", label: "Milestones", treatment: "move" },
  { table: "tasks", label: "Tasks", treatment: "move" },
  { table: "notes", label: "Notes", treatment: "move" },
  { table: "conversations", label: "Conversations", treatment: "move" },
  { table: "conversation_participants", label: "Participants", treatment: "move" },
  { table: "messages", label: "Messages", treatment: "move" },
  { table: "message_attachments", label: "Attachments", treatment: "move" },
  {
    table: "message_ids",
    label: "Message ids",
    treatment: "move",
    follows: { column: "conversation_id", table: "conversations" },
  },
  {
    table: "reply_tokens",
    label: "Reply addresses",
    treatment: "move",
    follows: { column: "conversation_id", table: "conversations" },
  },
  { table: "outgoing_messages", label: "Outgoing mail", treatment: "move" },
  {
    table: "indicators",
    label: "Indicators",
    treatment: "move",
    settle: {
      when: "s.definition = r.definition and s.status = 'open' and s.archived_at is null and r.status = 'open' and r.archived_at is null",
      set: {
        status: "'cleared'",
        settled_at: "$now",
        settled_by: "'Merge of accounts'",
        what_was_done: "'The account it was merged into has the same indicator open'",
      },
    },
  },
  { table: "risks", label: "Risks", treatment: "move" },
  { table: "risk_asks", label: "Asks of risks", treatment: "move" },
  {
    table: "playbook_runs",
    label: "Playbook runs",
    treatment: "move",
    settle: {
      when: "s.playbook_id = r.playbook_id and s.finished_at is null and r.finished_at is null",
      set: {
        state: "'stopped'",
        finished_at: "$now",
        wake_at: "null",
        ended_because: "'merged into an account that is in this playbook'",
      },
    },
  },
  { table: "playbook_run_steps", label: "Steps of playbook runs", treatment: "move" },
  {
    table: "playbook_enrolments",
    label: "Playbook enrolments",
    treatment: "combine",
    with: { last_enrolled_at: "greatest" },
  },
  { table: "segment_links", label: "Segment links by hand", treatment: "combine", with: {} },
  {
    table: "history",
    label: "History of its records",
    treatment: "move",
    where: "r.object <> 'account'",
    follows: { column: "object_id" },
  },
  {
    table: "field_pins",
    label: "Pinned values of its records",
    treatment: "move",
    where: "r.object <> 'account'",
    follows: { column: "object_id" },
  },
  {
    table: "external_ids",
    label: "External ids",
    treatment: "move",
    renames: "object_id",
    follows: { column: "object_id" },
  },
  { table: "import_rows", label: "Imported rows", treatment: "move" },
  { table: "import_findings", label: "Findings of imports", treatment: "move" },
  {
    table: "account_derived",
    label: "Derived values",
    treatment: "stay",
    because: "the engine computes them",
  },
  { table: "dirty_accounts", label: "Marks", treatment: "stay", because: "the engine's queue" },
  { table: "likelihood_marks", label: "Marks", treatment: "stay", because: "the model's queue" },
  { table: "audit", label: "Audit log", treatment: "stay", because: "append-only: tells what was done then" },
  {
    table: "feed",
    label: "Change feed",
    treatment: "stay",
    because: "append-only: tells what happened then",
  },
];

/** Every table that names a contact. */
export const hangingOnContact: readonly HangingTable[] = [
  {
    table: "account_contacts",
    label: "Links to accounts",
    column: "contact_id",
    treatment: "combine",
    with: { since: "least" },
  },
  { table: "events", label: "Events", column: "contact_id", treatment: "move" },
  {
    table: "contact_days",
    label: "Contact days",
    column: "contact_id",
    treatment: "rebuild",
    because: "cut from the events",
  },
  { table: "conversation_participants", label: "Conversations", column: "contact_id", treatment: "move" },
  { table: "messages", label: "Messages", column: "contact_id", treatment: "move" },
  { table: "notes", label: "Notes", column: "contact_id", treatment: "move" },
  { table: "tasks", label: "Tasks", column: "assignee_contact_id", treatment: "move" },
  { table: "tickets", label: "Tickets", column: "requester_id", treatment: "move" },
  { table: "survey_responses", label: "Survey responses", column: "contact_id", treatment: "move" },
  {
    table: "segment_record_links",
    label: "Segment links by hand",
    column: "object_id",
    treatment: "combine",
    with: {},
  },
  {
    table: "external_ids",
    label: "External ids",
    column: "object_id",
    where: "r.object = 'contact'",
    treatment: "move",
  },
  {
    table: "segment_members",
    label: "Segments",
    column: "object_id",
    treatment: "stay",
    because: "judged anew by rule",
  },
];

import { type RawBuilder, sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import { eraseRecordsOfAccounts } from "./erase-custom-records.ts";

/**
 * What becomes of a table's rows when their account is erased: they go (`rows`), they lose what is written in these columns (the
 * value says what stands there instead), or they stay as they are, for the figures or for what is done elsewhere.
 */
type Erasing = "rows" | "stays" | Readonly<Record<string, string>>;

/** Of every table that names an account, children before parents; a test holds it against the schema. */
export const erasedWithAccount: Readonly<Record<string, Erasing>> = {
  message_attachments: "rows",
  message_ids: "rows",
  reply_tokens: "rows",
  outgoing_messages: "rows",
  messages: "rows",
  conversation_participants: "rows",
  conversations: "rows",
  notes: "rows",
  meetings: {
    subject: "null",
    body: "null",
    outcome: "null",
    next_step: "null",
    attendees: "'{}'",
    author_name: "null",
  },
  survey_responses: { comment: "null", follow_up_note: "null" },
  events: { properties: "null", message_id: "null" },
  events_without_contact: "rows",
  tickets: { subject: "null", assignee: "null", url: "null" },
  tasks: { title: "'[erased]'", description: "null", checklist: "'[]'" },
  projects: { name: "'[erased]'", description: "null" },
  milestones: { name: "'[erased]'" },
  risks: { summary: "'[erased]'", next_step: "null", outcome_note: "null" },
  risk_asks: { request: "'[erased]'", answer: "null" },
  renewals: { next_step: "null", forecast_notes: "null", competitor: "null" },
  renewal_checkpoints: { note: "null" },
  contracts: { name: "null", purchase_order: "null", document_url: "null" },
  subscriptions: { amendment_reason: "null" },
  indicators: { message: "'[erased]'", evidence: "'{}'", snooze_reason: "null", what_was_done: "null" },
  playbook_runs: { memory: "'{}'", started_because: "'{}'", last_error: "null" },
  playbook_run_steps: { why: "'[erased]'", input: "'{}'", output: "'{}'" },
  import_rows: { content: "''" },
  import_findings: "rows",
  account_pulses: { note: "null" },
  health_overrides: { reason: "'[erased]'" },
  field_pins: "rows",
  external_ids: "rows",
  custom_record_accounts: "rows",
  audit: { changes: "'{}'" },
  // What is told of an erased account's own fields and texts; figures and dates of its contracts and renewals stay.
  history: { old: "null", new: "null" },
  account_contacts: "stays",
  account_derived: "stays",
  contact_days: "stays",
  dirty_accounts: "stays",
  event_days: "stays",
  feed: "stays",
  health_backcast_values: "stays",
  likelihood_marks: "stays",
  metric_values: "stays",
  mrr_snapshots: "stays",
  playbook_enrolments: "stays",
  renewal_derived: "stays",
  renewal_states: "stays",
  segment_links: "stays",
};

/**
 * Erases what hangs on accounts.
 * @param derived slugs of the fields that the engine works out, whose past values are figures of the company's own
 */
export async function eraseHanging(
  tx: Tx,
  ids: readonly string[],
  derived: readonly string[],
): Promise<void> {
  const own = sql`account_id = any(${[...ids]}::uuid[])`;
  await eraseRecordsOfAccounts(tx, ids);
  for (const [table, erasing] of Object.entries(erasedWithAccount)) {
    if (erasing === "stays") continue;
    if (erasing === "rows") {
      await sql`delete from ${sql.table(table)} where ${own}`.execute(tx);
      continue;
    }
    const sets = Object.entries(erasing).map(
      ([column, value]) => sql`${sql.ref(column)} = ${sql.raw(value)}`,
    );
    const some = table === "history" ? toldInWords(derived) : sql`true`;
    await sql`update ${sql.table(table)} set ${sql.join(sets)} where ${own} and ${some}`.execute(tx);
  }
}

/** Of the history: all but what the engine worked out, and the figures and dates of renewals and subscriptions. */
function toldInWords(derived: readonly string[]): RawBuilder<unknown> {
  return sql`case object when 'account' then field <> all(${[...derived]}::text[]) when 'subscription' then false
                         when 'renewal' then field = any(array['nextStep', 'forecastNotes', 'competitor']) else true end`;
}

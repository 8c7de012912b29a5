import { updateStakeholder as endpoint } from "@perennial/contract";
import { sql } from "kysely";
import { type Change, command, executeIn } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { contactCommands } from "./contact-commands.ts";

type Link = {
  contact_id: string;
  stakeholder_role: string | null;
  influence: string | null;
  sentiment: string | null;
  reports_to_id: string | null;
};

const columns = { influence: "influence", sentiment: "sentiment", reportsToId: "reports_to_id" } as const;
const fields = ["influence", "sentiment", "reportsToId"] as const;

/** Says what part a person plays at an account: role, weight, how they stand to us, to whom of it they report; all or none. */
export const updateStakeholder = command({
  name: "stakeholders.update",
  permission: "contacts.write",
  input: endpoint.params.and(endpoint.body),
  async run({ app, tx, ctx, input }) {
    const links = await readLinks(tx, input.id);
    const before = links.get(input.contactId);
    if (!before) throw problem("not-found", "This person is not at that account.");
    if (input.reportsToId) assertAbove(links, input.contactId, input.reportsToId);
    const changes = fields.flatMap((field): Change[] => {
      const next = input[field];
      const old = before[columns[field]];
      if (next === undefined || next === old) return [];
      return [{ object: "contact", objectId: input.contactId, accountId: input.id, field, old, new: next }];
    });
    for (const { field, new: next } of changes) {
      await sql`
        update account_contacts set ${sql.id(columns[field as keyof typeof columns])} = ${next}
         where account_id = ${input.id} and contact_id = ${input.contactId}
      `.execute(tx);
    }
    if (input.role !== undefined && input.role !== before.stakeholder_role) {
      const body = { account: input.id, stakeholderRole: input.role };
      await executeIn(app, tx, ctx, contactCommands.update, { id: input.contactId, body });
    }
    const event = {
      name: "contact.updated",
      object: "contact",
      objectId: input.contactId,
      accountId: input.id,
    };
    return {
      result: { contactId: input.contactId },
      changes,
      events: changes.length > 0 ? [event] : [],
    };
  },
});

async function readLinks(tx: Tx, accountId: string): Promise<Map<string, Link>> {
  const { rows } = await sql<Link>`
    select contact_id, stakeholder_role, influence, sentiment, reports_to_id from account_contacts
     where account_id = ${accountId} order by contact_id for update
  `.execute(tx);
  return new Map(rows.map((row) => [row.contact_id, row]));
}

/** @throws Problem `invalid-input` where the line upwards would lead back to the person, or out of the account */
function assertAbove(links: ReadonlyMap<string, Link>, contactId: string, reportsToId: string): void {
  const refuse = (message: string) =>
    problem("invalid-input", message, { fields: [{ path: "reportsToId", message }] });
  if (!links.has(reportsToId)) throw refuse("Whom they report to is not a person of this account.");
  const seen = new Set<string>();
  for (
    let at: string | null = reportsToId;
    at !== null && !seen.has(at);
    at = links.get(at)?.reports_to_id ?? null
  ) {
    if (at === contactId) throw refuse("That person reports to them already: nobody reports to themself.");
    seen.add(at);
  }
}

import { contactFields, stakeholderRoles } from "@perennial/contract";
import { sql } from "kysely";
import { type AccountReference, resolveAccounts } from "../accounts/index.ts";
import { markDirty } from "../engine/index.ts";
import type { Change } from "../kernel/command.ts";
import {
  builtIns,
  type ObjectType,
  type RecordInput,
  type RowProblem,
  type WriteArguments,
} from "../objects/index.ts";

/** Contacts: people at accounts. One may belong to several accounts, with a stakeholder role in each. */
export const contactType: ObjectType = {
  slug: "contact",
  plural: "contacts",
  label: "Contact",
  labelPlural: "Contacts",
  table: "contacts",
  derivedTable: "contact_derived",
  placement: "free",
  keepsPast: true,
  builtIns: builtIns("contact", contactFields, {
    name: "name",
    email: "email",
    title: "title",
    phone: "phone",
    timeZone: "time_zone",
    language: "language",
    deactivatedOn: "deactivated_on",
    unsubscribedAt: "unsubscribed_at",
  }),
  shown: [
    { slug: "accountNames", label: "Accounts", type: "text", read: (shown) => linked(shown, "accountName") },
    {
      slug: "stakeholderRoles",
      label: "Stakeholder roles",
      type: "multi-select",
      options: stakeholderRoles,
      read: (shown) => linked(shown, "stakeholderRole"),
    },
  ],
  async prepare({ tx, inputs }) {
    const problems: RowProblem[] = [];
    const rows = inputs.flatMap((input, row) => (input.extras?.account === undefined ? [] : [row]));
    const references = rows.map((row) => inputs[row]?.extras?.account as AccountReference);
    const resolved = await resolveAccounts(tx, references);
    const byRow = new Map(rows.map((row, index) => [row, resolved[index]]));
    const prepared = inputs.map((input, row): RecordInput => {
      const account = byRow.get(row);
      if (account && "problem" in account) problems.push({ row, path: "account", message: account.problem });
      const role = parseRole(input.extras?.stakeholderRole);
      if (role.problem) problems.push({ row, path: "stakeholderRole", message: role.problem });
      const accountId = account && "id" in account ? account.id : undefined;
      return { ...input, extras: { ...input.extras, accountId, stakeholderRole: role.value } };
    });
    return { inputs: prepared, problems };
  },
  async check({ writes }) {
    return writes
      .filter((write) => write.after.name === null && write.after.email === null)
      .map((write) => ({ row: write.row, path: "name", message: "a contact needs a name or an e-mail" }));
  },
  async afterWrite(args) {
    const changes = await linkToAccounts(args);
    await markAccountsOf(args);
    return { changes };
  },
};

/** What the links to accounts say, one after the other. */
function linked(shown: Readonly<Record<string, unknown>>, key: string): string[] {
  const links = shown.accounts as readonly Readonly<Record<string, string | null>>[];
  return links.flatMap((link) => link[key] ?? []);
}

/** Accepts a role's value or label in any case: `Decision maker`, `decision-maker`. */
function parseRole(raw: unknown): { value?: string | null; problem?: string } {
  if (raw === undefined) return {};
  if (raw === null || raw === "") return { value: null };
  const wanted = String(raw)
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, "-");
  const role = stakeholderRoles.find((each) => each.value === wanted);
  if (role) return { value: role.value };
  return { problem: `“${raw}” is not one of: ${stakeholderRoles.map((each) => each.label).join(", ")}` };
}

/** Links the contacts to the accounts they were sent with; a role left out stays as it is. */
async function linkToAccounts({ tx, ctx, writes }: WriteArguments): Promise<Change[]> {
  const links = writes.flatMap((write) =>
    typeof write.extras.accountId === "string"
      ? [
          {
            account_id: write.extras.accountId,
            contact_id: write.id,
            role: write.extras.stakeholderRole as string | null | undefined,
          },
        ]
      : [],
  );
  if (links.length === 0) return [];
  const rows = links.map((link) => ({
    ...link,
    sets_role: link.role !== undefined,
    role: link.role ?? null,
  }));
  const before = await sql<{ account_id: string; contact_id: string; stakeholder_role: string | null }>`
    select l.account_id, l.contact_id, l.stakeholder_role from account_contacts l
      join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (account_id uuid, contact_id uuid)
        on l.account_id = r.account_id and l.contact_id = r.contact_id
     order by l.account_id, l.contact_id for update of l
  `.execute(tx);
  await sql`
    insert into account_contacts (account_id, contact_id, stakeholder_role, since)
    select r.account_id, r.contact_id, r.role, ${ctx.today.toString()}::date
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (account_id uuid, contact_id uuid, role text)
    on conflict (account_id, contact_id) do nothing
  `.execute(tx);
  await sql`
    update account_contacts l set stakeholder_role = r.role
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (account_id uuid, contact_id uuid, role text, sets_role boolean)
     where l.account_id = r.account_id and l.contact_id = r.contact_id and r.sets_role
  `.execute(tx);
  const known = new Map(
    before.rows.map((row) => [`${row.account_id} ${row.contact_id}`, row.stakeholder_role]),
  );
  return rows.flatMap((row): Change[] => {
    const key = `${row.account_id} ${row.contact_id}`;
    const old = known.get(key);
    if (old !== undefined && (!row.sets_role || old === row.role)) return [];
    return [
      {
        object: "contact",
        objectId: row.contact_id,
        accountId: row.account_id,
        field: "stakeholderRole",
        old: old ?? null,
        new: row.role ?? "none",
      },
    ];
  });
}

/** What accounts derive from their contacts may change with them. */
async function markAccountsOf({ tx, ctx, writes }: WriteArguments): Promise<void> {
  const { rows } = await sql<{ account_id: string }>`
    select distinct account_id from account_contacts where contact_id = any(${writes.map((write) => write.id)}::uuid[])
  `.execute(tx);
  await markDirty(
    tx,
    rows.map((row) => row.account_id),
    ctx.now,
  );
}

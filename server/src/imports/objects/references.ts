import { sql } from "kysely";
import { type AccountReference, type ResolvedAccount, resolveAccounts } from "../../accounts/index.ts";
import { executeIn } from "../../kernel/command.ts";
import type { Tx } from "../../kernel/db.ts";
import { findByExternalIds } from "../../objects/index.ts";
import { resolveTeammates, teammateCommands } from "../../people/index.ts";
import type { Batch, RowRefusal, SoundRow } from "./import-object.ts";
import { textOf } from "./import-object.ts";

/** The account a row names: its id, what is wrong with the name, or undefined where the row names none. */
export type FoundAccount = { id: string } | { problem: RowRefusal } | undefined;

const review = (path: string, message: string): { problem: RowRefusal } => ({
  problem: { path, message: `to review: ${message}` },
});

/**
 * Finds the account of each row by whatever names it: external id first, then domain, then name, then its contact.
 * What is unknown or ambiguous goes to review; nothing is guessed.
 */
export async function findAccounts(
  { tx, source }: Batch,
  rows: readonly SoundRow[],
): Promise<FoundAccount[]> {
  const references: AccountReference[] = [];
  const wanted = rows.map(({ fields }) => {
    const given: { path: string; at: number[] }[] = [];
    const add = (path: string, ...choices: AccountReference[]) => {
      given.push({ path, at: choices.map((choice) => references.push(choice) - 1) });
    };
    const externalId = textOf(fields["account.externalId"]);
    const domain = textOf(fields["account.domain"]);
    const name = textOf(fields["account.name"]);
    const any = textOf(fields.account);
    if (externalId) add("account.externalId", { externalId });
    else if (domain) add("account.domain", { domain });
    else if (name) add("account.name", { name });
    else if (any) add("account", any, { domain: any }, { name: any });
    return given[0];
  });
  const resolved = await resolveAccounts(tx, references, source);
  const byContact = await accountsOfContacts(
    tx,
    source,
    rows.map(({ fields }, index) => (wanted[index] ? {} : fields)),
  );
  return rows.map((_, index): FoundAccount => {
    const want = wanted[index];
    if (!want) return byContact[index];
    const answers = want.at.map((at) => resolved[at]);
    if (answers.length === 1) return settle(want.path, answers[0]);
    const ids = new Set(answers.flatMap((answer) => (answer && "id" in answer ? [answer.id] : [])));
    const [id] = ids;
    if (ids.size === 1 && id !== undefined) return { id };
    if (ids.size > 1)
      return review("account", "this is the id of one account and the name or domain of another");
    return review("account", `there is no account “${textOf(rows[index]?.fields.account)}”`);
  });
}

function settle(path: string, answer: ResolvedAccount | undefined): FoundAccount {
  if (!answer) return undefined;
  return "id" in answer ? answer : review(path, answer.problem);
}

type Cells = SoundRow["fields"];

/** The only account of the contact that each row names by external id or e-mail. */
async function accountsOfContacts(tx: Tx, source: string, rows: readonly Cells[]): Promise<FoundAccount[]> {
  const contacts = await findContacts(tx, source, rows);
  const ids = contacts.flatMap((contact) => (contact && "id" in contact ? [contact.id] : []));
  if (ids.length === 0) return contacts;
  const links = await sql<{ contact_id: string; account_id: string }>`
    select contact_id, account_id from account_contacts
     where contact_id = any(${ids}::uuid[]) and until is null
  `.execute(tx);
  const byContact = Map.groupBy(links.rows, (link) => link.contact_id);
  return contacts.map((contact, index): FoundAccount => {
    if (!contact || "problem" in contact) return contact;
    const accounts = byContact.get(contact.id) ?? [];
    const [only] = accounts;
    if (only && accounts.length === 1) return { id: only.account_id };
    const path = contactPath(rows[index] ?? {});
    return review(
      path,
      accounts.length === 0
        ? "this contact belongs to no account"
        : `this contact belongs to ${accounts.length} accounts; name the account`,
    );
  });
}

const contactPath = (fields: Cells): string =>
  textOf(fields["contact.externalId"]) ? "contact.externalId" : "contact.email";

/** The contact that each row names by external id or e-mail. */
export async function findContacts(tx: Tx, source: string, rows: readonly Cells[]): Promise<FoundAccount[]> {
  const externalIds = rows.flatMap((fields) => textOf(fields["contact.externalId"]) ?? []);
  const emails = rows.flatMap((fields) => textOf(fields["contact.email"])?.toLowerCase() ?? []);
  if (externalIds.length + emails.length === 0) return rows.map(() => undefined);
  const byId = await findByExternalIds(tx, "contact", source, [...new Set(externalIds)]);
  const { rows: found } = await sql<{ email: string; id: string }>`
    select lower(email) as email, id from contacts
     where lower(email) = any(${[...new Set(emails)]}::text[]) and archived_at is null
  `.execute(tx);
  const byEmail = Map.groupBy(found, (row) => row.email);
  return rows.map((fields): FoundAccount => {
    const externalId = textOf(fields["contact.externalId"]);
    if (externalId) {
      const ref = byId.get(externalId);
      return ref
        ? { id: ref.objectId }
        : review("contact.externalId", `there is no contact with the external id “${externalId}”`);
    }
    const email = textOf(fields["contact.email"])?.toLowerCase();
    if (!email) return undefined;
    const matches = byEmail.get(email) ?? [];
    const [only] = matches;
    if (only && matches.length === 1) return { id: only.id };
    return review(
      "contact.email",
      matches.length === 0
        ? `there is no contact with the e-mail ${email}`
        : `${matches.length} contacts have the e-mail ${email}`,
    );
  });
}

/**
 * Finds teammates by e-mail or name; where the import may, makes those who are not known. They cannot sign in until
 * somebody invites them.
 */
export async function findTeammates(
  { app, tx, ctx, map }: Batch,
  texts: readonly string[],
): Promise<Map<string, { id: string } | { problem: string }>> {
  const wanted = [...new Set(texts)];
  const found = await resolveTeammates(tx, wanted);
  if (!(map.create ?? []).includes("teammates")) return found;
  const known = await sql<{ word: string }>`
    select lower(name) as word from teammates where lower(name) = any(${wanted.map((text) => text.toLowerCase())}::text[])
  `.execute(tx);
  const isKnown = new Set(known.rows.map((row) => row.word));
  for (const text of wanted) {
    const answer = found.get(text);
    // One who is known twice is ambiguous, not missing.
    if (!answer || "id" in answer || isKnown.has(text.trim().toLowerCase())) continue;
    const isEmail = text.includes("@");
    const body = isEmail ? { email: text, name: nameIn(text) } : { name: text };
    found.set(text, await executeIn(app, tx, ctx, teammateCommands.create, { body }));
  }
  return found;
}

/** `dana.osei@x.example` is Dana Osei, until somebody says otherwise. */
export function nameIn(email: string): string {
  const words = (email.split("@")[0] ?? email).split(/[._-]+/).filter((word) => word !== "");
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(" ") || email;
}

import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import { newId } from "../kernel/ids.ts";
import type { ObjectType, RecordInput, RowProblem } from "../objects/index.ts";
import { roleNamed } from "./role-words.ts";

/**
 * Works out what teammates name from outside: a known person by e-mail where a system brings its own ids, the
 * role in other systems' words, e-mails in lower case (as sign-ins keep them), the manager by e-mail (also one who stands further down in the same batch).
 */
export const prepareTeammates: NonNullable<ObjectType["prepare"]> = async ({ tx, ctx, inputs }) => {
  const emails = inputs.map((input) => emailIn(input.values.email));
  const managers = inputs.map((input) => emailIn(input.extras?.managerEmail));
  const known = await teammatesByEmail(
    tx,
    [...emails, ...managers].filter((email) => email !== undefined),
  );
  const identified: RecordInput[] = [];
  for (const [row, input] of inputs.entries()) {
    const email = emails[row];
    const existing = email === undefined ? undefined : known.get(email);
    if (input.id === undefined && input.newId !== undefined && existing !== undefined) {
      await moveExternalIds(tx, input.newId, existing);
      const { newId: _, ...rest } = input;
      identified.push({ ...rest, id: existing });
    } else if (input.id === undefined) identified.push({ ...input, newId: input.newId ?? newId(ctx.now) });
    else identified.push(input);
  }
  const here = new Map<string, string>();
  for (const [row, input] of identified.entries()) {
    const email = emails[row];
    const id = input.id ?? input.newId;
    if (email !== undefined && id !== undefined && !here.has(email)) here.set(email, id);
  }
  const problems: RowProblem[] = [];
  const prepared = identified.map((input, row): RecordInput => {
    const { managerEmail, ...extras } = input.extras ?? {};
    const values: Record<string, unknown> = { ...input.values };
    if (emails[row] !== undefined) values.email = emails[row];
    if (typeof values.role === "string") values.role = roleNamed(values.role) ?? values.role;
    const wanted = managers[row];
    if (wanted !== undefined) {
      const managerId = known.get(wanted) ?? here.get(wanted);
      if (managerId === undefined) {
        problems.push({
          row,
          path: "managerEmail",
          message: `there is no teammate with the e-mail ${wanted}`,
        });
      } else values.managerId = managerId;
    } else if (managerEmail === null || managerEmail === "") values.managerId = null;
    return { ...input, values, extras };
  });
  return { inputs: prepared, problems };
};

function emailIn(raw: unknown): string | undefined {
  if (typeof raw !== "string" || raw.trim() === "") return undefined;
  return raw.trim().toLowerCase();
}

async function teammatesByEmail(tx: Tx, emails: string[]): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map();
  const { rows } = await sql<{ email: string; id: string }>`
    select lower(email) as email, id from teammates where lower(email) = any(${emails}::text[])
  `.execute(tx);
  return new Map(rows.map((row) => [row.email, row.id]));
}

/** The external id that was claimed for a new record belongs to the person we know by e-mail. */
async function moveExternalIds(tx: Tx, fromId: string, toId: string): Promise<void> {
  await tx
    .updateTable("external_ids")
    .set({ object_id: toId })
    .where("object", "=", "teammate")
    .where("object_id", "=", fromId)
    .execute();
}

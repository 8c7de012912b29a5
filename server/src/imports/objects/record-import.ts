import { createHash } from "node:crypto";
import { executeIn } from "../../kernel/command.ts";
import type { RecordCommands } from "../../objects/index.ts";
import type { ImportFields } from "../fields/import-field.ts";
import type { Cell } from "../mapping/convert-row.ts";
import type { Batch, ImportObjectDefinition, RowOutcome, RowRefusal, SoundRow } from "./import-object.ts";
import { textOf } from "./import-object.ts";
import { type FoundAccount, findAccounts } from "./references.ts";

/** What one row asks the slice's upsert command to write; or why it cannot. */
export type RowBody =
  | { body: Record<string, unknown>; id?: string | undefined }
  | { problems: readonly RowRefusal[] };

/** What is particular about one kind of record. */
export type RecordImport = {
  fields: ImportFields;
  /** Its object type, singular. */
  object: string;
  commands: RecordCommands;
  /** Whether rows lie below an account: they must name one, may, or do not. */
  account: "required" | "optional" | "none";
  /** What identifies a row that has no external id, within the file's source. */
  naturalKey: (row: SoundRow) => readonly (string | undefined)[];
  /** The command's input of each row; fields that need nothing particular come from {@link plainBody}. */
  bodiesOf(batch: Batch, rows: readonly SoundRow[], accounts: readonly FoundAccount[]): Promise<RowBody[]>;
  /** Records that rows without an external id of their own mean; by position. */
  findExisting?(
    batch: Batch,
    rows: readonly SoundRow[],
  ): Promise<(string | { problem: RowRefusal } | undefined)[]>;
} & Pick<ImportObjectDefinition, "review" | "conclude">;

/** The importer's record for a kind of record that is written by its slice's bulk-upsert command. */
export function recordImport(definition: RecordImport): ImportObjectDefinition {
  const { fields, object, commands, review, conclude } = definition;
  const keyOf = (row: SoundRow): string | undefined => {
    const externalId = textOf(row.fields.externalId);
    if (externalId) return externalId;
    const parts = definition.naturalKey(row);
    return parts.some((part) => part !== undefined) ? naturalId(parts) : undefined;
  };
  return {
    fields,
    objectType: object,
    commands,
    batchRows: 500,
    keyOf,
    ...(review && { review }),
    ...(conclude && { conclude }),
    async write(batch, rows) {
      const accounts =
        definition.account === "none" ? rows.map(() => undefined) : await findAccounts(batch, rows);
      const bodies = await definition.bodiesOf(batch, rows, accounts);
      const existing = (await definition.findExisting?.(batch, rows)) ?? [];
      const items: Record<string, unknown>[] = [];
      const outcomes = rows.map((row, index): RowOutcome | number => {
        const problems = problemsOf(bodies[index], accounts[index], existing[index], definition.account);
        const body = bodies[index];
        if (problems.length > 0 || !body || "problems" in body) return { status: "rejected", problems };
        const account = accounts[index];
        const id = existing[index];
        const isNamed = textOf(row.fields.externalId) !== undefined;
        const externalId = isNamed || (id === undefined && !definition.findExisting) ? keyOf(row) : undefined;
        return (
          items.push({
            ...body.body,
            ...(account && "id" in account ? { account: { id: account.id } } : {}),
            ...(typeof id === "string" ? { id } : {}),
            ...(externalId === undefined ? {} : { externalId }),
          }) - 1
        );
      });
      const results =
        items.length === 0
          ? []
          : await executeIn(batch.app, batch.tx, batch.ctx, commands.upsert, { source: batch.source, items });
      return outcomes.map((outcome): RowOutcome => {
        if (typeof outcome !== "number") return outcome;
        const result = results[outcome];
        if (!result) return { status: "unchanged" };
        if (result.status === "rejected") return { status: "rejected", problems: result.problems };
        return { status: result.status, objectId: result.id, accountId: result.accountId };
      });
    },
  };
}

function problemsOf(
  body: RowBody | undefined,
  account: FoundAccount,
  existing: string | { problem: RowRefusal } | undefined,
  need: RecordImport["account"],
): readonly RowRefusal[] {
  const problems: RowRefusal[] = [];
  if (body && "problems" in body) problems.push(...body.problems);
  if (account && "problem" in account) problems.push(account.problem);
  if (!account && need === "required")
    problems.push({ path: "account", message: "the row names no account" });
  if (typeof existing === "object") problems.push(existing.problem);
  return problems;
}

/** An id made from what identifies a row, so that the same sheet imported again means the same records. */
function naturalId(parts: readonly (string | undefined)[]): string {
  const text = JSON.stringify(parts.map((part) => part?.trim().toLowerCase() ?? null));
  return `row:${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
}

/**
 * A row's cells as the slices take them: plain fields by their own names, traits under `traits`. Fields with a dot name
 * other records and are left to whoever knows them. An empty cell clears a field, unless the field has a default.
 */
export function plainBody(
  row: SoundRow,
  { skip = [], keepsDefault = [] }: { skip?: readonly string[]; keepsDefault?: readonly string[] } = {},
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [field, cell] of Object.entries(row.fields)) {
    if (field.includes(".") || field === "externalId" || field === "account" || skip.includes(field))
      continue;
    if (cell === null && keepsDefault.includes(field)) continue;
    body[field] = cell;
  }
  if (Object.keys(row.others).length > 0) body.traits = row.others;
  return body;
}

/** The names of the accounts' fields in which a row names its account. */
export const accountCells: readonly string[] = [
  "account.externalId",
  "account.domain",
  "account.name",
  "account",
];

/** The text by which a row names its account, for natural keys. */
export function accountText(row: SoundRow): string | undefined {
  for (const name of accountCells) {
    const text = textOf(row.fields[name] as Cell | undefined);
    if (text) return text;
  }
  return textOf(row.fields["contact.externalId"]) ?? textOf(row.fields["contact.email"]);
}

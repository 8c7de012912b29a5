import { noteContent, noteFields } from "@perennial/contract";
import { resolveAccountOfRows } from "../contracts/index.ts";
import type { Tx } from "../kernel/db.ts";
import {
  type BesideColumns,
  builtIns,
  type ObjectType,
  type RecordInput,
  type RecordWrite,
  type RowProblem,
  readBesideColumns,
  writeBesideColumns,
} from "../objects/index.ts";
import { withAuthors } from "../people/index.ts";
import { tellMentioned } from "./tell-mentioned.ts";

/** What a note has beside its fields. */
export const noteBeside: BesideColumns = {
  authorName: { column: "author_name", type: "text" },
  templateId: { column: "template_id", type: "uuid" },
  fields: { column: "fields", type: "jsonb" },
  mentions: { column: "mentions", type: "uuid[]" },
  renewalId: { column: "renewal_id", type: "uuid" },
  riskId: { column: "risk_id", type: "uuid" },
};

/** Notes: what somebody wrote down about an account. */
export const noteType: ObjectType = {
  slug: "note",
  plural: "notes",
  label: "Note",
  labelPlural: "Notes",
  table: "notes",
  placement: "below-account",
  keepsPast: true,
  ownDates: { since: "at" },
  builtIns: builtIns("note", noteFields, {
    accountId: "account_id",
    category: "category",
    subject: "subject",
    body: "body",
    authorId: "author_id",
    at: "at",
    tags: "tags",
    contactId: "contact_id",
    isPinned: "is_pinned",
  }),
  defaults: { isPinned: false },
  async prepare({ tx, ctx, inputs }) {
    const accounts = await resolveAccountOfRows(tx, inputs);
    const written = await withAuthors(tx, ctx, accounts.inputs);
    const prepared = written.map(
      (input): RecordInput =>
        input.id === undefined ? { ...input, values: { at: ctx.now.toString(), ...input.values } } : input,
    );
    return { inputs: prepared, problems: accounts.problems };
  },
  check: ({ tx, writes }) => unansweredFields(tx, writes),
  async afterWrite(args) {
    const changes = await writeBesideColumns(args.tx, noteType, noteBeside, args.writes);
    await tellMentioned(args);
    return { changes };
  },
};

/** A note from a template must answer the template's required fields. */
async function unansweredFields(tx: Tx, writes: readonly RecordWrite[]): Promise<RowProblem[]> {
  const asked = writes.filter(
    (write) => write.extras.templateId !== undefined || write.extras.fields !== undefined,
  );
  if (asked.length === 0) return [];
  const stored = await readBesideColumns(
    tx,
    noteType,
    noteBeside,
    asked.map((write) => write.id),
  );
  const templateOf = (write: RecordWrite) =>
    (write.extras.templateId ?? stored.get(write.id)?.templateId ?? null) as string | null;
  const ids = [...new Set(asked.flatMap((write) => templateOf(write) ?? []))];
  const rows =
    ids.length === 0
      ? []
      : await tx
          .selectFrom("templates")
          .select(["id", "content"])
          .where("kind", "=", "note")
          .where("id", "in", ids)
          .execute();
  const byId = new Map(rows.map((row) => [row.id, noteContent.parse(row.content)]));
  return asked.flatMap((write): RowProblem[] => {
    const templateId = templateOf(write);
    if (templateId === null) return [];
    const content = byId.get(templateId);
    if (!content)
      return [{ row: write.row, path: "templateId", message: `there is no note template ${templateId}` }];
    const answers = (write.extras.fields ?? stored.get(write.id)?.fields ?? {}) as Record<string, string>;
    return content.fields
      .filter((field) => field.isRequired && (answers[field.slug] ?? "").trim() === "")
      .map((field) => ({
        row: write.row,
        path: `fields.${field.slug}`,
        message: `${field.label} is required`,
      }));
  });
}

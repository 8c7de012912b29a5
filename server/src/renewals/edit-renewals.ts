import { bulkUpdateRenewals as bulkEndpoint } from "@perennial/contract";
import { type Command, command, executeIn } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { type RecordCommands, recordCommands, writeRecords } from "../objects/index.ts";
import { readStages, renewalType, type Stage } from "./renewal-type.ts";

type FieldProblem = { path: string; message: string };
const records = recordCommands(renewalType);

/** How a renewal went is recorded, with what follows from it, by its own command; no edit may slip past it. */
function outcomeProblems(
  fields: Readonly<Record<string, unknown>>,
  stages: readonly Stage[],
): FieldProblem[] {
  const message =
    "record it with PUT /renewals/:id/outcome, which makes the next term or ends the contract's lines";
  const closing = ["outcome", "finalArr", "orderedOn"].filter((path) => path in fields);
  const wanted = String(fields.stage ?? "")
    .trim()
    .toLowerCase();
  const stage = stages.find((one) => one.slug === wanted || one.label.toLowerCase() === wanted);
  return [
    ...closing.map((path) => ({ path, message })),
    ...(stage && stage.kind !== "open"
      ? [{ path: "stage", message: `${stage.label} is an outcome: ${message}` }]
      : []),
  ];
}

/** The record commands of renewals; an edit of one cannot close it. */
export const renewalCommands: RecordCommands = {
  ...records,
  update: command({
    ...records.update,
    name: "renewals.edit",
    async run({ app, tx, ctx, input }) {
      const fields = outcomeProblems(input.body, await readStages(tx));
      const detail = fields.map((field) => `${field.path}: ${field.message}`).join("; ");
      if (fields.length > 0) throw problem("invalid-input", detail, { fields });
      return { result: await executeIn(app, tx, ctx, records.update, input) };
    },
  }) as RecordCommands["update"],
};

export type BulkEdit = {
  id: string;
  status: "updated" | "unchanged" | "rejected";
  problems?: FieldProblem[];
};

/** Edits many renewals, each in its own way, in one transaction; rows with a problem are left as they are. */
export const bulkUpdateRenewals: Command<typeof bulkEndpoint.body, BulkEdit[]> = command({
  name: "renewals.bulk-update",
  permission: "renewals.write",
  input: bulkEndpoint.body,
  async run({ app, tx, ctx, input }) {
    const stages = await readStages(tx);
    const barred = input.items.map((item) => outcomeProblems(item.fields, stages));
    const allowed = input.items.filter((_, row) => barred[row]?.length === 0);
    const inputs = allowed.map(({ id, fields: { notes, ...values } }) => ({
      id,
      values,
      ...(notes === undefined ? {} : { extras: { notes } }),
    }));
    const written = await writeRecords(app, tx, ctx, "renewal", inputs);
    let next = 0;
    const result = input.items.map((item, row): BulkEdit => {
      const problems = barred[row] ?? [];
      if (problems.length > 0) return { id: item.id, status: "rejected", problems };
      const of = written.results[next++];
      if (!of || of.status === "rejected")
        return { id: item.id, status: "rejected", problems: of?.problems ?? [] };
      return { id: item.id, status: of.status === "unchanged" ? "unchanged" : "updated" };
    });
    return { ...written, result };
  },
});

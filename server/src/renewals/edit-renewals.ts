import { bulkUpdateRenewals as bulkEndpoint } from "@perennial/contract";
import { type Command, command, executeIn } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import {
  type RecordCommands,
  recordCommands,
  recordInputOf,
  writeCells,
  writeWholeRows,
} from "../objects/index.ts";
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

/** What the body names that is no field: another name of the notes, and where the renewal belongs. */
const beside = ["notes", "account", "contract", "contractId"];

/**
 * Edits many renewals, each in its own way, in one transaction. What has a problem is left as it is: the row, or with
 * `refuse: "cell"` only the value.
 */
export const bulkUpdateRenewals: Command<typeof bulkEndpoint.body, BulkEdit[]> = command({
  name: "renewals.bulk-update",
  permission: "renewals.write",
  input: bulkEndpoint.body,
  async run({ app, tx, ctx, input }) {
    const stages = await readStages(tx);
    const isByCell = input.refuse === "cell";
    const plans = input.items.map(({ id, fields }) => {
      const problems = outcomeProblems(fields, stages);
      const barred = new Set(problems.map(({ path }) => path));
      const left = Object.entries(fields).filter(([slug]) => !barred.has(slug));
      return { id, problems, fields: Object.fromEntries(left) };
    });
    const allowed = plans.filter(
      ({ problems, fields }) => problems.length === 0 || (isByCell && Object.keys(fields).length > 0),
    );
    const records = allowed.map(({ id, fields }) => ({
      id,
      ...recordInputOf(fields, (slug) => !beside.includes(slug)),
    }));
    const write = isByCell ? writeCells : writeWholeRows;
    const written = await write(app, tx, ctx, "renewal", records);
    const placeOf = new Map(allowed.map((plan, at) => [plan, at]));
    const result = plans.map((plan): BulkEdit => {
      const at = placeOf.get(plan) ?? -1;
      const problems = [...plan.problems, ...(written.refused[at] ?? [])];
      const status = written.results[at]?.status ?? "rejected";
      return {
        id: plan.id,
        status: status === "created" ? "updated" : status,
        ...(problems.length > 0 ? { problems } : {}),
      };
    });
    return { changes: written.changes, events: written.events, result };
  },
});

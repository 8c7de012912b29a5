import { projectFields } from "@perennial/contract";
import { resolveAccountOfRows } from "../contracts/index.ts";
import { noAccount } from "../kernel/ids.ts";
import { builtIns, type ObjectType, type RecordInput } from "../objects/index.ts";

/** Projects: planned work for an account, or internal. */
export const projectType: ObjectType = {
  slug: "project",
  plural: "projects",
  label: "Project",
  labelPlural: "Projects",
  table: "projects",
  placement: "below-account",
  keepsPast: true,
  builtIns: builtIns("project", projectFields, {
    name: "name",
    accountId: "account_id",
    category: "category",
    description: "description",
    status: "status",
    ownerId: "owner_id",
    startsOn: "starts_on",
    targetOn: "target_on",
    completedOn: "completed_on",
    stuckAfterDays: "stuck_after_days",
  }),
  defaults: { status: "not-started", stuckAfterDays: 14 },
  shown: [
    { slug: "pace", label: "Pace", type: "text" },
    { slug: "donePct", label: "Done, %", type: "number" },
    { slug: "taskCount", label: "Tasks", type: "integer" },
  ],
  async prepare({ tx, ctx, inputs }) {
    const resolved = await resolveAccountOfRows(tx, inputs);
    const prepared = resolved.inputs.map((input) => withCompletion(belowNothing(input), ctx.today));
    return { inputs: prepared, problems: resolved.problems };
  },
};

/** A new record that names no account is internal. */
export function belowNothing(input: RecordInput): RecordInput {
  const isNamed = (input.extras?.account ?? "") !== "";
  return input.id === undefined && input.accountId === undefined && !isNamed
    ? { ...input, accountId: noAccount }
    : input;
}

/** A project set to complete is completed today, unless the day is said; one set to anything else is not complete. */
function withCompletion(input: RecordInput, today: Temporal.PlainDate): RecordInput {
  const { status, completedOn } = input.values;
  if (status === undefined || completedOn !== undefined) return input;
  return {
    ...input,
    values: { ...input.values, completedOn: status === "complete" ? today.toString() : null },
  };
}

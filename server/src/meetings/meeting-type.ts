import { meetingFields } from "@perennial/contract";
import { resolveAccountOfRows } from "../contracts/index.ts";
import type { Context } from "../kernel/context.ts";
import { meetingStatusThen } from "../metrics/index.ts";
import {
  type BesideColumns,
  builtIns,
  type ObjectType,
  type RecordInput,
  type RecordWrite,
  type RowProblem,
  writeBesideColumns,
} from "../objects/index.ts";
import { withAuthors } from "../people/index.ts";

/** What a meeting has beside its fields. */
export const meetingBeside: BesideColumns = {
  authorName: { column: "author_name", type: "text" },
  renewalId: { column: "renewal_id", type: "uuid" },
};

/** Calendars differ in their zones: what was held may seem to lie ahead by so much. */
const slackHours = 24;

/** Meetings with accounts: what is arranged, and what came of it. */
export const meetingType: ObjectType = {
  slug: "meeting",
  plural: "meetings",
  label: "Meeting",
  labelPlural: "Meetings",
  table: "meetings",
  placement: "below-account",
  keepsPast: true,
  // An import tells of meetings long after: they were arranged by then, and came to what they came to when they were over.
  ownDates: {
    since: "known_at",
    columns: ({ instant }) => ({ status: meetingStatusThen("y", instant) }),
  },
  builtIns: builtIns("meeting", meetingFields, {
    accountId: "account_id",
    kind: "kind",
    subject: "subject",
    at: "at",
    endsAt: "ends_at",
    status: "status",
    missedBy: "missed_by",
    authorId: "author_id",
    attendees: "attendees",
    body: "body",
    outcome: "outcome",
    nextStep: "next_step",
  }),
  async prepare({ tx, ctx, inputs }) {
    const accounts = await resolveAccountOfRows(tx, inputs);
    const written = await withAuthors(tx, ctx, accounts.inputs);
    return { inputs: written.map((input) => withDefaults(ctx, input)), problems: accounts.problems };
  },
  check: async ({ ctx, writes }) => writes.flatMap((write) => contradictions(ctx, write)),
  async afterWrite({ tx, writes }) {
    return { changes: await writeBesideColumns(tx, meetingType, meetingBeside, writes) };
  },
};

/** A meeting that lies ahead is scheduled, one that is past was held, unless it is said. Addresses are kept in lower case, each once. */
function withDefaults({ now }: Context, input: RecordInput): RecordInput {
  const values = { ...input.values };
  if (values.attendees === null) values.attendees = [];
  if (Array.isArray(values.attendees)) {
    const addresses = values.attendees.map((each) => String(each).trim().toLowerCase());
    values.attendees = [...new Set(addresses)].filter((each) => each !== "");
  }
  if (input.id === undefined && (values.status ?? null) === null && typeof values.at === "string") {
    const at = instantOf(values.at);
    if (at) values.status = Temporal.Instant.compare(at, now) > 0 ? "scheduled" : "held";
  }
  return { ...input, values };
}

/** Undefined where it is none: the field itself is refused then. */
function instantOf(text: unknown): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(String(text));
  } catch {
    return undefined;
  }
}

function contradictions({ now }: Context, { row, after }: RecordWrite): RowProblem[] {
  const [at, endsAt] = [instantOf(after.at), instantOf(after.endsAt)];
  const problems: RowProblem[] = [];
  if (at && endsAt && Temporal.Instant.compare(endsAt, at) < 0) {
    problems.push({ row, path: "endsAt", message: "ends before it begins" });
  }
  const isOver = after.status === "held" || after.status === "missed";
  if (at && isOver && Temporal.Instant.compare(at, now.add({ hours: slackHours })) > 0) {
    problems.push({ row, path: "status", message: `a meeting that lies ahead cannot be ${after.status}` });
  }
  // Who did not come means something of a missed meeting alone.
  if (after.status !== "missed" && (after.missedBy ?? null) !== null) after.missedBy = null;
  return problems;
}

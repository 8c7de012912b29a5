import { ticketFields, tickets } from "@perennial/contract";
import { sql } from "kysely";
import { type AccountReference, resolveAccounts } from "../accounts/index.ts";
import { contactsByEmail } from "../contacts/index.ts";
import type { Slice } from "../kernel/slice.ts";
import {
  builtIns,
  type ObjectType,
  presentCommon,
  type RecordInput,
  type RowProblem,
  recordCommands,
  recordRoutes,
} from "../objects/index.ts";

/** Support tickets of accounts. */
export const ticketType: ObjectType = {
  slug: "ticket",
  plural: "tickets",
  label: "Ticket",
  labelPlural: "Tickets",
  table: "tickets",
  placement: "below-account",
  keepsPast: true,
  // Tickets come late: from an import, a connector, a day's batch. They were there from when they were opened.
  ownDates: {
    since: "opened_at",
    columns: ({ instant }) => {
      const wasSolved = sql`coalesce(b.solved_at, y.solved_at) <= ${instant}`;
      const became = (column: string) =>
        sql`case when least(b.${sql.id(column)}, y.${sql.id(column)}) <= ${instant} then least(b.${sql.id(column)}, y.${sql.id(column)}) end`;
      return {
        solved_at: sql`case when b.solved_at <= ${instant} then b.solved_at when y.solved_at <= ${instant} then y.solved_at end`,
        status: sql`case when b.solved_at <= ${instant} and b.status = 'solved' then 'solved'
                         when y.status = 'solved' and not ${wasSolved} then 'open' else y.status end`,
        first_response_at: became("first_response_at"),
        // Rated when it is solved.
        csat: sql`case when b.solved_at > ${instant} then null else y.csat end`,
      };
    },
  },
  builtIns: builtIns("ticket", ticketFields, {
    subject: "subject",
    status: "status",
    priority: "priority",
    kind: "kind",
    requesterId: "requester_id",
    openedAt: "opened_at",
    firstResponseAt: "first_response_at",
    solvedAt: "solved_at",
    reopenedCount: "reopened_count",
    escalated: "is_escalated",
    csat: "csat",
    assignee: "assignee",
    url: "url",
  }),
  defaults: { status: "open", reopenedCount: 0, escalated: false },
  async prepare({ tx, inputs }) {
    const problems: RowProblem[] = [];
    const accounts = await resolveAccounts(
      tx,
      inputs.map((input) => input.accountId ?? ((input.extras?.account ?? "") as AccountReference)),
    );
    const emails = inputs.map((input) =>
      String(input.extras?.requesterEmail ?? "")
        .trim()
        .toLowerCase(),
    );
    const requesters = await contactsByEmail(tx, emails);
    const prepared = inputs.map((input, row): RecordInput => {
      const account = accounts[row];
      if (input.id === undefined && account && "problem" in account) {
        problems.push({ row, path: "account", message: account.problem });
      }
      const requesterId = requesters.get(emails[row] ?? "");
      return {
        ...input,
        ...(account && "id" in account ? { accountId: account.id } : {}),
        values: requesterId ? { ...input.values, requesterId } : input.values,
      };
    });
    return { inputs: prepared, problems };
  },
};

export const ticketCommands = recordCommands(ticketType);

export const ticketsSlice: Slice = {
  name: "tickets",
  routes: recordRoutes(ticketType, tickets, ticketCommands, async (_app, _ctx, records) =>
    records.map((record) => ({ ...presentCommon(ticketType, record), accountId: record.accountId })),
  ),
  contributes: {
    objectTypes: [ticketType],
    formulaNames: [
      { of: "ticket", name: "at", label: "Opened", formula: "openedAt" },
      {
        of: "ticket",
        name: "age_days",
        label: "Age in days",
        formula: 'date_diff("days", openedAt, today())',
      },
    ],
    ruleRelations: [
      {
        of: "contact",
        slug: "tickets",
        label: "tickets",
        object: "ticket",
        sql: { on: [["id", "requester_id"]] },
      },
    ],
  },
};

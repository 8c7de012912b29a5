import { indicatorFields } from "@perennial/contract";
import { sql } from "kysely";
import { notify } from "../notifications/index.ts";
import {
  type BesideColumns,
  builtIns,
  type ObjectType,
  type RowProblem,
  type WriteArguments,
} from "../objects/index.ts";

/** What an indicator has beside its fields; only its own commands write it. */
export const indicatorBeside: BesideColumns = {
  evidence: { column: "evidence", type: "jsonb" },
  raisedBy: { column: "raised_by", type: "text" },
  raisedCount: { column: "raised_count", type: "text" },
  snoozeReason: { column: "snooze_reason", type: "text" },
  settledBy: { column: "settled_by", type: "text" },
  whatWasDone: { column: "what_was_done", type: "text" },
  became: { column: "became", type: "jsonb" },
};

/** Indicators: conditions that need attention now. They are raised by their definitions, never written as plain records. */
export const indicatorType: ObjectType = {
  slug: "indicator",
  plural: "indicators",
  label: "Indicator",
  labelPlural: "Indicators",
  table: "indicators",
  placement: "below-account",
  keepsPast: true,
  ownDates: {
    since: "raised_at",
    // Of how it was settled only the state is in the history; the rest follows from it.
    columns: () => {
      const settled = ["settled_at", "settled_by", "settled_by_id", "what_was_done", "became"];
      const whenSettled = (column: string) => sql`case when y.status <> 'open' then b.${sql.id(column)} end`;
      return {
        ...Object.fromEntries(settled.map((column) => [column, whenSettled(column)])),
        snooze_reason: sql`case when y.snoozed_until is not null then b.snooze_reason end`,
      };
    },
  },
  builtIns: builtIns("indicator", indicatorFields, {
    accountId: "account_id",
    definition: "definition",
    polarity: "polarity",
    severity: "severity",
    status: "status",
    message: "message",
    ownerId: "owner_id",
    dueOn: "due_on",
    raisedAt: "raised_at",
    snoozedUntil: "snoozed_until",
    settledAt: "settled_at",
  }),
  check: async ({ writes }) =>
    writes
      .filter((write) => write.isNew)
      .map(({ row }): RowProblem => {
        const message = "indicators are raised one by one: POST /indicators with a definition";
        return { row, path: "definition", message };
      }),
  async afterWrite(args) {
    await tellNewOwners(args);
    return {};
  },
};

async function tellNewOwners({ app, tx, ctx, writes }: WriteArguments): Promise<void> {
  const told = writes.flatMap(({ id, accountId, before, after }) => {
    const isGiven = typeof after.ownerId === "string" && after.ownerId !== before.ownerId;
    if (!isGiven) return [];
    return [
      {
        teammateId: String(after.ownerId),
        kind: "assignment" as const,
        cause: `indicator-given:${id}:${ctx.now}`,
        title: `${ctx.actor.name} gives you an indicator`,
        body: String(after.message ?? ""),
        href: `/accounts/${accountId}`,
      },
    ];
  });
  await notify(app, tx, ctx, told);
}

import { sql } from "kysely";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { type Command, executeIn, inSavepoint } from "../kernel/command.ts";
import { type Context, systemActor } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { noAccount } from "../kernel/ids.ts";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { parseRuleFor, ruleEnv, ruleExpression } from "../objects/index.ts";

type Waiting = { id: string; account_id: string; completes_when: unknown };

/** How the two kinds of work that complete by themselves are found and completed. */
type Kind = { table: "tasks" | "milestones"; complete(tx: Tx, ctx: Context, id: string): Promise<unknown> };

/**
 * Completes the open tasks and milestones of these accounts whose rule (over the account) is true now. Runs in every
 * transaction that changes an account or what is derived of it, so it asks first whether there are any. A rule that
 * fails (its trait is gone, say) is logged and hinders nobody.
 */
export async function completeByRule(
  app: App,
  tx: Tx,
  ctx: Context,
  accountIds: readonly string[],
  commands: CompletionCommands,
): Promise<void> {
  const ids = [...new Set(accountIds)].filter((id) => id !== noAccount);
  if (ids.length === 0) return;
  const system = { ...ctx, actor: systemActor("completes by rule") };
  for (const { table, complete } of kindsOf(app, commands)) {
    const isOpen =
      table === "tasks" ? sql`status = 'open' and archived_at is null` : sql`completed_on is null`;
    const { rows } = await sql<Waiting>`
      select id, account_id, completes_when from ${sql.table(table)}
       where account_id = any(${ids}::uuid[]) and completes_when is not null and ${isOpen}
       order by account_id, id
    `.execute(tx);
    for (const row of rows) {
      try {
        await inSavepoint(tx, async () => {
          if (await isTrue(app, tx, system, row)) await complete(tx, system, row.id);
        });
      } catch (error) {
        ctx.log.warn({ err: error, [table]: row.id }, "the rule by which work completes could not be judged");
      }
    }
  }
}

async function isTrue(
  app: App,
  tx: Tx,
  ctx: Context,
  { account_id, completes_when }: Waiting,
): Promise<boolean> {
  const rule = await parseRuleFor(app, tx, "account", completes_when);
  const { rows } = await sql`
    select from accounts r left join account_derived r_d on r_d.account_id = r.id
     where r.id = ${account_id} and ${ruleExpression(rule, await ruleEnv(app, ctx))}
  `.execute(tx);
  return rows.length > 0;
}

// biome-ignore lint/suspicious/noExplicitAny: the two commands differ in what they answer, which nobody here reads
type AnyCommand = Command<any, any>;
export type CompletionCommands = { updateTask: AnyCommand; updateMilestone: AnyCommand };

function kindsOf(app: App, { updateTask, updateMilestone }: CompletionCommands): Kind[] {
  return [
    {
      table: "tasks",
      complete: (tx, ctx, id) => executeIn(app, tx, ctx, updateTask, { id, body: { status: "done" } }),
    },
    {
      table: "milestones",
      complete: (tx, ctx, id) =>
        executeIn(app, tx, ctx, updateMilestone, { id, completedOn: ctx.today.toString() }),
    },
  ];
}

/** Accounts judged in one transaction of the daily pass. */
const BATCH = 200;

/** The daily pass: rules about today (“in 30 days”) become true without anybody changing anything. */
export function dailyCompletion(commands: CompletionCommands) {
  const job = defineJob({
    name: "projects.complete-by-rule",
    payload: z.object({}),
    async run({ app, ctx, signal }) {
      for (let after = noAccount; !signal.aborted; ) {
        const { rows } = await sql<{ account_id: string }>`
          select account_id from (
            select account_id from tasks where completes_when is not null and status = 'open' and archived_at is null
            union
            select account_id from milestones where completes_when is not null and completed_on is null) waiting
           where account_id > ${after} order by account_id limit ${BATCH}
        `.execute(app.db);
        const ids = rows.map((row) => row.account_id);
        const last = ids.at(-1);
        if (last === undefined) return;
        await app.db.transaction().execute((tx) => completeByRule(app, tx, ctx, ids, commands));
        after = last;
      }
    },
  });
  return { job, cron: defineCron({ job, payload: {}, pattern: "5 0 * * *" }) };
}

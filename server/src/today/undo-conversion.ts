import type { Indicator } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { reopenIndicator } from "../indicators/index.ts";
import { command, executeIn } from "../kernel/command.ts";
import { allPermissions } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { takeBackRun } from "../playbooks/index.ts";
import { taskCommands } from "../projects/index.ts";
import { riskCommands } from "../risks/index.ts";

type Became = NonNullable<Indicator["became"]>;

/**
 * Takes back what an indicator became, and opens it again: the risk or task is archived, the run stopped.
 * @throws Problem `conflict` when it became nothing, or when somebody has worked on the risk or task since
 */
export const undoConversion = command({
  name: "indicators.undo-conversion",
  permission: "indicators.write",
  input: z.object({ id: z.uuid() }),
  async run({ app, tx, ctx, input: { id } }) {
    const { rows } = await sql<{ became: Became | null }>`
      select became from indicators where id = ${id} and archived_at is null for update
    `.execute(tx);
    const [row] = rows;
    if (!row) throw problem("not-found", `There is no indicator with the id ${id}.`);
    const { became } = row;
    if (!became) throw problem("conflict", "It was turned into nothing that could be taken back.");
    // Who made it by turning the indicator may take it back without being allowed to archive any other.
    const own = { ...ctx, actor: { ...ctx.actor, permissions: allPermissions } };
    if (became.kind === "playbook-run") await executeIn(app, tx, own, takeBackRun, { id: became.id });
    else {
      await assertUntouched(tx, became);
      const commands = became.kind === "risk" ? riskCommands : taskCommands;
      await executeIn(app, tx, own, commands.archive, { id: became.id });
    }
    return { result: await executeIn(app, tx, ctx, reopenIndicator, { id }) };
  },
});

/** Whatever is done to a record moves the time of its last change. */
async function assertUntouched(tx: Tx, { kind, id, title }: Became): Promise<void> {
  const table = sql.table(kind === "risk" ? "risks" : "tasks");
  const { rows } = await sql<{ is_touched: boolean }>`
    select updated_at > created_at or archived_at is not null as is_touched from ${table} where id = ${id}
  `.execute(tx);
  if (rows[0]?.is_touched !== false)
    throw problem(
      "conflict",
      `Somebody has worked on the ${kind} “${title}” since: open it, and end it there.`,
    );
}

import { sql } from "kysely";
import { z } from "zod";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { publish } from "../kernel/publish.ts";
import { readDefinitions } from "./definitions.sql.ts";
import { conditionColumn } from "./indicator-columns.ts";
import { quietSince, raise } from "./raise.ts";

/** Raises again what was settled, is still so, and whose quiet period is over. */
export const raiseAgain = defineJob({
  name: "indicators.raise-again",
  payload: z.object({}),
  async run({ app, ctx }) {
    for (const definition of await readDefinitions(app.db)) {
      await app.db.transaction().execute(async (tx) => {
        const { rows } = await sql<{ account_id: string }>`
          select d.account_id from account_derived d
           where d.${sql.id(conditionColumn(definition.slug))}
             and not exists (select from indicators i
                              where i.account_id = d.account_id and i.definition = ${definition.slug}
                                and (i.status = 'open' and i.archived_at is null
                                     or i.settled_at > ${quietSince(ctx, definition)}::timestamptz))
           order by d.account_id limit 5000
        `.execute(tx);
        const { changes, events } = await raise(
          app,
          tx,
          ctx,
          definition,
          rows.map((row) => row.account_id),
        );
        await publish(app, tx, ctx, "indicators.raise-again", { changes, events, isDerived: true });
      });
    }
  },
});

export const raiseAgainCron = defineCron({ job: raiseAgain, payload: {}, pattern: "30 5 * * *" });

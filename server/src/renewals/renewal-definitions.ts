import { forecastRatings, renewalPolicies, renewalStages } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { requestPass } from "../engine/index.ts";
import { command } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { raiseDefinitionVersion } from "../objects/index.ts";
import { refuseDoubles } from "./refuse-doubles.ts";
import { readPolicies } from "./renewal-policies.ts";
import { renewalCadenceKey } from "./renewal-standing-node.ts";
import { readStages } from "./renewal-type.ts";

const nothing = z.object({});
const changed = (name: string) => [{ name, object: "definition", objectId: null, accountId: null }];

export const listStages = query({
  name: "renewals.stages",
  permission: "renewals.read",
  input: nothing,
  run: ({ db }) => readStages(db),
});

/** Sets the stages in their order. One kind of each must remain, and none that a renewal is in may go. */
export const setStages = command({
  name: "renewals.set-stages",
  permission: "renewals.configure",
  input: renewalStages.write.body,
  async run({ tx, ctx, input }) {
    for (const kind of ["open", "won", "lost"] as const) {
      if (!input.items.some((item) => item.kind === kind)) {
        throw problem("invalid-input", `A stage of the kind “${kind}” is needed.`, {
          fields: [{ path: "items", message: `no ${kind} stage` }],
        });
      }
    }
    refuseDoubles(input.items, "label");
    await refuseUsed(
      tx,
      sql`stage`,
      input.items.map((item) => item.slug),
    );
    await sql`
      insert into renewal_stages (slug, label, kind, position, archived_at)
      select slug, label, kind, position, null
        from jsonb_to_recordset(${JSON.stringify(inOrder(input.items))}::jsonb)
          as r (slug text, label text, kind text, position integer)
      on conflict (slug) do update
         set label = excluded.label, kind = excluded.kind, position = excluded.position, archived_at = null
    `.execute(tx);
    await archiveOthers(
      tx,
      "renewal_stages",
      input.items.map((item) => item.slug),
      ctx.now.toString(),
    );
    await raiseDefinitionVersion(tx);
    return { result: await readStages(tx), events: changed("renewal-stages.changed") };
  },
});

export type Rating = { slug: string; label: string; defaultLikelihood: number | null; isForecast: boolean };

async function readRatings(db: Db | Tx): Promise<Rating[]> {
  const { rows } = await sql<{
    slug: string;
    label: string;
    default_likelihood: string | null;
    is_forecast: boolean;
  }>`
    select slug, label, default_likelihood, is_forecast from forecast_ratings where archived_at is null order by position
  `.execute(db);
  return rows.map((row) => ({
    slug: row.slug,
    label: row.label,
    defaultLikelihood: row.default_likelihood === null ? null : Number(row.default_likelihood),
    isForecast: row.is_forecast,
  }));
}

export const listRatings = query({
  name: "renewals.ratings",
  permission: "renewals.read",
  input: nothing,
  run: ({ db }) => readRatings(db),
});

/** Sets the forecast ratings in their order, each with the likelihood it stands for. */
export const setRatings = command({
  name: "renewals.set-ratings",
  permission: "renewals.configure",
  input: forecastRatings.write.body,
  async run({ tx, ctx, input }) {
    refuseDoubles(input.items, "label");
    await refuseUsed(
      tx,
      sql`rating`,
      input.items.map((item) => item.slug),
    );
    await sql`
      insert into forecast_ratings (slug, label, default_likelihood, is_forecast, position, archived_at)
      select slug, label, "defaultLikelihood", "isForecast", position, null
        from jsonb_to_recordset(${JSON.stringify(inOrder(input.items))}::jsonb)
          as r (slug text, label text, "defaultLikelihood" numeric, "isForecast" boolean, position integer)
      on conflict (slug) do update
         set label = excluded.label, default_likelihood = excluded.default_likelihood,
             is_forecast = excluded.is_forecast, position = excluded.position, archived_at = null
    `.execute(tx);
    await archiveOthers(
      tx,
      "forecast_ratings",
      input.items.map((item) => item.slug),
      ctx.now.toString(),
    );
    await raiseDefinitionVersion(tx);
    await requestPass(tx, ctx.now, "The forecast ratings changed", [renewalCadenceKey]);
    return { result: await readRatings(tx), events: changed("forecast-ratings.changed") };
  },
});

export const listPolicies = query({
  name: "renewals.policies",
  permission: "renewals.read",
  input: nothing,
  run: ({ db }) => readPolicies(db),
});

/** Sets when renewals appear and how their timing is judged. One policy must be for everybody. */
export const setPolicies = command({
  name: "renewals.set-policies",
  permission: "renewals.configure",
  input: renewalPolicies.write.body,
  async run({ tx, input }) {
    if (input.items.filter((item) => item.touchModel === null).length !== 1) {
      throw problem(
        "invalid-input",
        "Exactly one policy must be for every account (without a touch model).",
        {
          fields: [{ path: "items", message: "not exactly one without a touch model" }],
        },
      );
    }
    refuseDoubles(input.items, "touchModel");
    await sql`delete from renewal_policies`.execute(tx);
    for (const item of input.items) {
      await sql`
        insert into renewal_policies (slug, touch_model, lead_days, early_days, tolerance_days, owner_key_roles, checkpoint_days)
        values (${item.slug}, ${item.touchModel}, ${item.leadDays}, ${item.earlyDays}, ${item.toleranceDays},
                ${item.ownerKeyRoles}::text[], ${item.checkpointDays}::integer[])
      `.execute(tx);
    }
    return { result: await readPolicies(tx), events: changed("renewal-policies.changed") };
  },
});

const inOrder = <T extends object>(items: readonly T[]) =>
  items.map((item, index) => ({ ...item, position: index + 1 }));

async function refuseUsed(tx: Tx, column: RawBuilder<unknown>, kept: string[]): Promise<void> {
  const { rows } = await sql<{ slug: string }>`
    select distinct ${column} as slug from renewals where archived_at is null and not (${column} = any(${kept}::text[]))
  `.execute(tx);
  const used = rows.map((row) => row.slug);
  if (used.length === 0) return;
  throw problem("conflict", `Renewals are still in: ${used.join(", ")}. Move them before you take it away.`, {
    fields: [{ path: "items", message: `in use: ${used.join(", ")}` }],
  });
}

async function archiveOthers(
  tx: Tx,
  table: "renewal_stages" | "forecast_ratings",
  kept: string[],
  at: string,
): Promise<void> {
  await sql`
    update ${sql.table(table)} set archived_at = ${at}::timestamptz
     where archived_at is null and not (slug = any(${kept}::text[]))
  `.execute(tx);
}

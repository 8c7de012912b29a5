import type { Account, listScoredAccounts } from "@perennial/contract";
import { sql } from "kysely";
import type { z } from "zod";
import { presentAccounts } from "../accounts/index.ts";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { catalogOf, listIds, objectTypeOf, readRecords } from "../objects/index.ts";
import { readScore } from "./health.sql.ts";
import { labelColumn, scoreField } from "./health-columns.ts";

const withheld = "none";

/** A page of accounts by a score, the lowest first unless another order is asked for. */
export async function readScoredAccounts(
  app: App,
  ctx: Context,
  slug: string,
  { label, ...list }: z.output<typeof listScoredAccounts.query>,
): Promise<{ items: Account[]; nextCursor: string | null }> {
  const score = await readScore(app.db, slug);
  const catalog = await catalogOf(app);
  const type = objectTypeOf(catalog, "account");
  const column = sql.id("r_d", labelColumn(score.slug));
  const { ids, nextCursor } = await listIds(app, ctx, catalog, type, {
    ...list,
    sort: list.sort ?? scoreField(score.slug),
    ...(label === undefined
      ? {}
      : { within: label === withheld ? sql`${column} is null` : sql`${column} = ${label}` }),
  });
  const records = await readRecords(app.db, catalog, type, ids);
  return { items: (await presentAccounts(app, ctx, records)) as Account[], nextCursor };
}

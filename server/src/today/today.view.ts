import { getToday as getEndpoint, workKinds } from "@perennial/contract";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import { isId } from "../kernel/ids.ts";
import { query } from "../kernel/query.ts";
import { readTeamOf } from "../people/index.ts";
import { countDone } from "./done-today.sql.ts";
import { ranked, readFormula } from "./formula.ts";
import { readWaiting } from "./waiting-work.sql.ts";

/** Rows given; nobody works further down a list in one day. */
const most = 500;

/** What waits for somebody, the most worth doing first. */
export const readToday = query({
  name: "today.read",
  permission: "today.read",
  input: getEndpoint.query,
  async run({ db, ctx, input }) {
    const owners = await ownersOf(db, ctx, input.scope);
    const chosen = input.ownerId === undefined ? owners : [input.ownerId];
    const kinds = input.kind ? [input.kind] : workKinds.map(({ value }) => value);
    const [waiting, formula, doneCount] = await Promise.all([
      readWaiting(db, ctx, kinds, owners),
      readFormula(db),
      countDone(db, ctx, chosen),
    ]);
    const own = waiting.filter(({ ownerId }) => input.ownerId === undefined || ownerId === input.ownerId);
    const items = own
      .map((each) => ranked(formula, ctx.today, each))
      .sort(
        (a, b) =>
          b.priority - a.priority || a.accountName.localeCompare(b.accountName) || a.id.localeCompare(b.id),
      );
    const arrs = new Map(own.map(({ accountId, arr }) => [accountId, Number(arr ?? 0)]));
    return {
      items: items.slice(0, most),
      totalCount: items.length,
      arrAtStake: [...arrs.values()].reduce((sum, arr) => sum + arr, 0).toFixed(2),
      doneCount,
      people: input.scope === "mine" ? [] : await peopleOf(db, waiting),
      formula,
    };
  },
});

/** Whose work a scope shows; null: everybody's, and what nobody owns. */
async function ownersOf(db: Db, ctx: Context, scope: "mine" | "team" | "everyone"): Promise<string[] | null> {
  if (scope === "everyone") return null;
  if (!isId(ctx.actor.id)) return [];
  if (scope === "mine") return [ctx.actor.id];
  return readTeamOf(db, ctx.actor.id);
}

async function peopleOf(db: Db, waiting: readonly { ownerId: string | null }[]) {
  const counts = new Map<string, number>();
  for (const { ownerId } of waiting) if (ownerId) counts.set(ownerId, (counts.get(ownerId) ?? 0) + 1);
  const ids = [...counts.keys()];
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("teammates")
    .select(["id", "name"])
    .where("id", "in", ids)
    .orderBy("name")
    .execute();
  return rows.map(({ id, name }) => ({ id, name, count: counts.get(id) ?? 0 }));
}

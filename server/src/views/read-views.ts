import { listViews as endpoint, type View, viewDefinitionSchema } from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import { type Context, isPermitted } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";

export type ViewRow = { sharing: string; owner_id: string | null };

/** A private view is its owner's alone. */
export function isSeen(ctx: Context, row: ViewRow): boolean {
  return row.sharing !== "private" || (row.owner_id !== null && row.owner_id === ctx.actor.id);
}

/** A view is changed by its owner; a shared one also by whoever arranges hubs. */
export function isChangeable(ctx: Context, row: ViewRow): boolean {
  if (!isPermitted(ctx.actor, "views.write")) return false;
  if (row.owner_id !== null && row.owner_id === ctx.actor.id) return true;
  return row.sharing !== "private" && isPermitted(ctx.actor, "hubs.write");
}

/** The views that whoever asks may see, by name. */
export const listViews = query({
  name: "views.list",
  permission: "views.read",
  input: endpoint.query,
  async run({ db, ctx, input }) {
    return { items: await readViews(db, ctx, input), nextCursor: null };
  },
});

/** @throws Problem `not-found`, also for another's private view */
export async function readView(app: App, ctx: Context, id: string): Promise<View> {
  const [view] = await readViews(app.db, ctx, { id });
  if (!view) throw problem("not-found", `There is no view with the id ${id}.`);
  return view;
}

type Wanted = { id?: string; object?: string | undefined; hubId?: string | undefined };

async function readViews(db: Db | Tx, ctx: Context, wanted: Wanted): Promise<View[]> {
  const rows = await db
    .selectFrom("views")
    .leftJoin("teammates", "teammates.id", "views.owner_id")
    .selectAll("views")
    .select("teammates.name as owner_name")
    // One that was just archived is still answered by its id.
    .$if(wanted.id === undefined, (select) => select.where("views.archived_at", "is", null))
    .$if(wanted.id !== undefined, (select) => select.where("views.id", "=", wanted.id ?? ""))
    .$if(wanted.object !== undefined, (select) => select.where("views.object", "=", wanted.object ?? ""))
    .$if(wanted.hubId !== undefined, (select) => select.where("views.hub_id", "=", wanted.hubId ?? ""))
    .orderBy("views.name")
    .orderBy("views.id")
    .execute();
  return rows
    .filter((row) => isSeen(ctx, row))
    .map((row) => ({
      id: row.id,
      name: row.name,
      object: row.object,
      definition: viewDefinitionSchema.parse(row.definition),
      sharing: row.sharing as View["sharing"],
      hubId: row.hub_id,
      ownerId: row.owner_id,
      ownerName: row.owner_name,
      isEditable: isChangeable(ctx, row),
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }));
}

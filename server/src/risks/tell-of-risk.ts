import type { App } from "../kernel/app.ts";
import type { Change } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { notify, type Told } from "../notifications/index.ts";
import type { WriteArguments } from "../objects/index.ts";

/** Tells the owner of a risk that is made for them or given to them. */
export async function tellOwner({ app, tx, ctx, writes }: WriteArguments): Promise<void> {
  const told = writes.flatMap(({ id, before, after }): Told[] => {
    if (typeof after.ownerId !== "string" || after.ownerId === (before.ownerId ?? null)) return [];
    const title = `You own a risk: ${String(after.summary)}`;
    return [
      {
        teammateId: after.ownerId,
        kind: "risk",
        cause: `risk-given:${id}:${ctx.now}`,
        title,
        href: `/risks/${id}`,
      },
    ];
  });
  await notify(app, tx, ctx, told);
}

/** Tells everybody who now drives a risk in one of its functions and did not before. */
export async function tellDrivers(
  app: App,
  tx: Tx,
  ctx: Context,
  changes: readonly Change[],
  summaryOf: ReadonlyMap<string, string>,
): Promise<void> {
  const told = changes.flatMap(({ objectId, field, old, new: now }): Told[] => {
    if (field !== "drivers") return [];
    const before = (old ?? {}) as Record<string, string>;
    return Object.entries((now ?? {}) as Record<string, string>).flatMap(([part, teammateId]) =>
      before[part] === teammateId
        ? []
        : [
            {
              teammateId,
              kind: "risk" as const,
              cause: `risk-driver:${objectId}:${part}:${ctx.now}`,
              title: `You drive a risk for ${part}: ${summaryOf.get(objectId) ?? ""}`,
              href: `/risks/${objectId}`,
            },
          ],
    );
  });
  await notify(app, tx, ctx, told);
}

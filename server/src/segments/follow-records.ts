import { publish } from "../kernel/publish.ts";
import type { AfterCommand } from "../kernel/slice.ts";
import { followersOf } from "../objects/index.ts";
import { recordObjects } from "./record-objects.ts";
import { refreshRecords } from "./refresh-record-members.ts";

/** Contacts and organizations are judged in the transaction that changed them; so are organizations whose accounts left, and what custom records belong to. */
export const followRecords: AfterCommand = async (tx, ctx, { changes, isDerived }, app) => {
  if (isDerived) return;
  const followers = await followersOf(app, tx, changes);
  for (const object of recordObjects) {
    const own = changes.flatMap((change) =>
      change.object === object && !change.field.startsWith("segment:") ? [change.objectId] : [],
    );
    const left =
      object === "organization"
        ? changes.flatMap(({ object: of, field, old }) =>
            of === "account" && field === "organizationId" && typeof old === "string" ? [old] : [],
          )
        : [];
    const ids = [...new Set([...own, ...left, ...(followers[object] ?? [])])];
    const outcome = await refreshRecords(app, tx, ctx, object, ids);
    await publish(app, tx, ctx, "segments", { ...outcome, isDerived: true });
  }
};

import { type AuditEntry, listAudit as listAuditEndpoint } from "@perennial/contract";
import { problem } from "../kernel/errors.ts";
import { isId } from "../kernel/ids.ts";
import { query } from "../kernel/query.ts";

/** The audit log, newest first, by keyset on (instant, id). */
export const listAudit = query({
  name: "audit.list",
  permission: "audit.read",
  input: listAuditEndpoint.query,
  async run({ db, input }): Promise<{ items: AuditEntry[]; nextCursor: string | null }> {
    let select = db.selectFrom("audit").selectAll().orderBy("at", "desc").orderBy("id", "desc");
    if (input.objectId) select = select.where("object_id", "=", input.objectId);
    if (input.actorId) select = select.where("actor_id", "=", input.actorId);
    if (input.command) select = select.where("command", "=", input.command);
    if (input.from) select = select.where("at", ">=", input.from);
    if (input.to) select = select.where("at", "<", input.to);
    if (input.cursor !== undefined) {
      const { at, id } = parseCursor(input.cursor);
      select = select.where((where) => where(where.refTuple("at", "id"), "<", where.tuple(at, id)));
    }
    const rows = await select.limit(input.limit + 1).execute();
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => ({
        id: row.id,
        at: row.at,
        command: row.command,
        actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
        requestId: row.request_id,
        object: row.object,
        objectId: row.object_id,
        accountId: row.account_id,
        changes: row.changes as AuditEntry["changes"],
        events: row.events as string[],
      })),
      nextCursor: rows.length > page.length && last ? `${last.at}_${last.id}` : null,
    };
  },
});

function parseCursor(cursor: string): { at: string; id: string } {
  const [at = "", id = ""] = cursor.split("_");
  try {
    if (isId(id)) return { at: Temporal.Instant.from(at).toString(), id };
  } catch {
    // Falls through to the same answer as any other text that is no cursor.
  }
  throw problem("invalid-input", "This cursor was not given by this list. Start again without it.", {
    fields: [{ path: "cursor", message: "not a cursor of this list" }],
  });
}

import {
  addressIndicator as addressEndpoint,
  indicators,
  snoozeIndicator as snoozeEndpoint,
} from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { type Change, command, type DomainEvent, executeIn, type Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";

const byId = z.object({ id: z.uuid() });
const becameSchema = indicators.record.shape.became.unwrap();

/** Says what was done about an indicator, or what it became; it is then settled. */
export const addressIndicator = command({
  name: "indicators.address",
  permission: "indicators.write",
  input: addressEndpoint.body.extend({ id: z.uuid(), became: becameSchema.optional() }),
  async run({ tx, ctx, input: { id, whatWasDone, became } }) {
    const row = await lockIndicator(tx, id);
    if (row.status !== "open") throw problem("conflict", "This indicator is settled already.");
    const at = ctx.now.toString();
    await tx
      .updateTable("indicators")
      .set({
        status: "addressed",
        settled_at: at,
        settled_by: ctx.actor.name,
        settled_by_id: ctx.actor.id,
        what_was_done: whatWasDone,
        became: became ? JSON.stringify(became) : null,
        snoozed_until: null,
        snooze_reason: null,
        updated_at: at,
      })
      .where("account_id", "=", row.account_id)
      .where("id", "=", id)
      .execute();
    const changes = { status: ["open", "addressed"], whatWasDone: [null, whatWasDone] } as const;
    return outcome(row, "indicator.addressed", changes, { definition: row.definition, whatWasDone });
  },
});

/** Says what was done about the open indicator of a definition at an account, where there is one. */
export const addressOpen = command({
  name: "indicators.address-open",
  permission: "indicators.write",
  input: addressEndpoint.body.extend({ definition: z.string(), accountId: z.uuid() }),
  async run({ app, tx, ctx, input: { definition, accountId, whatWasDone } }) {
    const open = await tx
      .selectFrom("indicators")
      .select("id")
      .where("account_id", "=", accountId)
      .where("definition", "=", definition)
      .where("status", "=", "open")
      .where("archived_at", "is", null)
      .executeTakeFirst();
    if (open) await executeIn(app, tx, ctx, addressIndicator, { id: open.id, whatWasDone });
    return { result: { count: open ? 1 : 0 } };
  },
});

/** Opens a settled indicator again, such as after a slip of the hand. @throws Problem `conflict` when another is open */
export const reopenIndicator = command({
  name: "indicators.reopen",
  permission: "indicators.write",
  input: byId,
  async run({ tx, ctx, input: { id } }) {
    const row = await lockIndicator(tx, id);
    if (row.status === "open") return { result: { id } };
    const other = await tx
      .selectFrom("indicators")
      .select("id")
      .where("account_id", "=", row.account_id)
      .where("definition", "=", row.definition)
      .where("status", "=", "open")
      .executeTakeFirst();
    if (other) throw problem("conflict", "It has been raised again meanwhile: work on that one.");
    const at = ctx.now.toString();
    await sql`
      update indicators set status = 'open', settled_at = null, settled_by = null, settled_by_id = null, what_was_done = null,
             became = null, updated_at = ${at}::timestamptz
       where account_id = ${row.account_id} and id = ${id}
    `.execute(tx);
    return outcome(
      row,
      "indicator.reopened",
      { status: [row.status, "open"] },
      { definition: row.definition },
    );
  },
});

/** Puts an indicator off until the beginning of a day where the account is. */
export const snoozeIndicator = command({
  name: "indicators.snooze",
  permission: "indicators.write",
  input: snoozeEndpoint.body.extend(byId.shape),
  async run({ tx, ctx, input: { id, until, reason } }) {
    const row = await lockIndicator(tx, id);
    if (row.status !== "open") throw problem("conflict", "This indicator is settled already.");
    const account = await tx
      .selectFrom("accounts")
      .select("time_zone")
      .where("id", "=", row.account_id)
      .executeTakeFirst();
    const instant = Temporal.PlainDate.from(until)
      .toZonedDateTime(zoneOf(account?.time_zone, ctx))
      .toInstant();
    if (Temporal.Instant.compare(instant, ctx.now) <= 0) {
      const message = "choose a day that is still to come";
      throw problem("invalid-input", message, { fields: [{ path: "until", message }] });
    }
    return setSnooze(tx, ctx, row, instant.toString(), reason);
  },
});

/** Ends a snooze before its day. */
export const wakeIndicator = command({
  name: "indicators.wake",
  permission: "indicators.write",
  input: byId,
  async run({ tx, ctx, input: { id } }) {
    const row = await lockIndicator(tx, id);
    return row.snoozed_until === null ? { result: { id } } : setSnooze(tx, ctx, row, null, null);
  },
});

async function setSnooze(tx: Tx, ctx: Context, row: Row, until: string | null, reason: string | null) {
  await tx
    .updateTable("indicators")
    .set({ snoozed_until: until, snooze_reason: reason, updated_at: ctx.now.toString() })
    .where("account_id", "=", row.account_id)
    .where("id", "=", row.id)
    .execute();
  const name = until === null ? "indicator.woken" : "indicator.snoozed";
  return outcome(row, name, { snoozedUntil: [row.snoozed_until, until] }, { until, reason });
}

/** Places that no calendar knows (imported in somebody's own words) count as the company's. */
function zoneOf(timeZone: string | null | undefined, ctx: Context): string {
  try {
    return timeZone ? ctx.now.toZonedDateTimeISO(timeZone).timeZoneId : ctx.timeZone;
  } catch {
    return ctx.timeZone;
  }
}

type Row = {
  id: string;
  account_id: string;
  definition: string;
  status: string;
  snoozed_until: string | null;
};

async function lockIndicator(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("indicators")
    .select(["id", "account_id", "definition", "status", "snoozed_until"])
    .where("id", "=", id)
    .where("archived_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw problem("not-found", `There is no indicator with the id ${id}.`);
  return row;
}

function outcome(
  row: Row,
  name: string,
  changes: Record<string, readonly [Json, Json]>,
  payload: NonNullable<DomainEvent["payload"]>,
): { result: { id: string }; changes: Change[]; events: DomainEvent[] } {
  const ref = { object: "indicator", objectId: row.id, accountId: row.account_id };
  return {
    result: { id: row.id },
    changes: Object.entries(changes).map(([field, [old, now]]) => ({ ...ref, field, old, new: now })),
    events: [{ ...ref, name, payload }],
  };
}

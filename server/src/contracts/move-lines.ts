import { moveContractLines } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { lockAccounts } from "./imply-contracts.ts";
import { assertMovable, type Move, readContract, readMoving, readTarget } from "./moving-lines.ts";
import {
  archiveLines,
  endLines,
  insertLines,
  lineChange,
  lineEvent,
  type Recorded,
  together,
} from "./store-lines.ts";
import { storeSplitContract } from "./store-split-contract.ts";

/**
 * Moves lines of a contract to another one of its account from a date on: how contracts are split and merged. A line that
 * ran before ends on the eve and goes on there; ARR is the same on every day, so no movement shows. A line that comes back
 * to where it was cut off becomes one with what it was. A contract that nothing is left of is merged: nothing falls due on it.
 * @throws Problem `invalid-input` for a line that does not run from that date on, or a contract it cannot go to
 */
export const moveLines = command({
  name: "contracts.move-lines",
  permission: "contracts.write",
  input: moveContractLines.body.extend({ id: z.uuid() }),
  async run({ tx, ctx, input }) {
    await lockAccounts(tx, [(await readContract(tx, input.id)).accountId]);
    const from = await readContract(tx, input.id);
    const split = input.newContract
      ? await storeSplitContract(tx, ctx, from, input.newContract, input.effectiveOn)
      : null;
    const to = await readTarget(tx, from, split?.id ?? input.toContractId ?? input.id);
    const eve = Temporal.PlainDate.from(input.effectiveOn).subtract({ days: 1 }).toString();
    const moves = await readMoving(tx, from, to, input.lines, eve);
    assertMovable(moves, input.lines, input.effectiveOn);
    const cut = moves.filter(({ line }) => line.startsOn < input.effectiveOn);
    const whole = moves.filter(({ line }) => line.startsOn >= input.effectiveOn);
    const back = whole.filter(({ former }) => former !== null);
    const on = whole.filter(({ former }) => former === null);
    const inserted = await insertLines(
      tx,
      ctx,
      cut.map(({ line: { id: _, ...line }, endsOn }) => ({
        ...line,
        contractId: to.id,
        startsOn: input.effectiveOn,
        endsOn,
      })),
    );
    const ends = [
      ...cut.map(({ line }) => ({ id: line.id, formerEndsOn: line.endsOn, endsOn: eve })),
      ...back.map(({ former, endsOn }) => ({ id: former ?? "", formerEndsOn: eve, endsOn })),
      ...on.map(({ line, endsOn }) => ({ id: line.id, formerEndsOn: line.endsOn, endsOn })),
    ].map((end) => ({ ...end, accountId: from.accountId }));
    const recorded = together(
      split ?? none,
      inserted,
      await endLines(tx, ctx, ends),
      await archiveLines(
        tx,
        ctx,
        back.map(({ line }) => ({ accountId: from.accountId, id: line.id })),
      ),
      await putUnder(tx, ctx, on, from, to),
      await markMerged(tx, ctx, from.accountId, { id: to.id, mergedInto: null }),
      (await isEmptyFrom(tx, from, input.effectiveOn))
        ? await markMerged(tx, ctx, from.accountId, { id: from.id, mergedInto: to.id })
        : none,
    );
    const moved = [
      ...inserted.ids,
      ...back.map(({ former }) => former ?? ""),
      ...on.map(({ line }) => line.id),
    ];
    const formerly = [...cut, ...back, ...on];
    return {
      ...recorded,
      result: {
        contractId: to.id,
        lines: moved.map((id, at) => ({ id, formerEndsOn: formerly[at]?.line.endsOn ?? null })),
      },
    };
  },
});

const none: Recorded = { changes: [], events: [] };

type Ref = { readonly id: string; readonly accountId: string };

/** Lines that have not begun by the date go over as they are. */
async function putUnder(tx: Tx, ctx: Context, moves: readonly Move[], from: Ref, to: Ref): Promise<Recorded> {
  if (moves.length === 0) return none;
  const ids = moves.map(({ line }) => line.id);
  await sql`
    update subscriptions set contract_id = ${to.id}, updated_at = ${ctx.now.toString()}::timestamptz
     where account_id = ${from.accountId} and id = any(${ids}::uuid[])
  `.execute(tx);
  const { accountId } = from;
  return {
    changes: ids.map((id) => lineChange({ accountId, id }, "contractId", from.id, to.id)),
    events: ids.map((id) => lineEvent("updated", id, accountId)),
  };
}

async function isEmptyFrom(tx: Tx, contract: Ref, date: string): Promise<boolean> {
  const { rows } = await sql<{ one: number }>`
    select 1 as one from subscriptions
     where account_id = ${contract.accountId} and contract_id = ${contract.id} and archived_at is null and arr <> 0
       and (ends_on is null or ends_on >= ${date}::date) and (ends_on is null or ends_on >= starts_on)
     limit 1
  `.execute(tx);
  return rows.length === 0;
}

async function markMerged(
  tx: Tx,
  ctx: Context,
  accountId: string,
  contract: { id: string; mergedInto: string | null },
): Promise<Recorded> {
  const { rows } = await sql<{ former: string | null }>`
    with former as (select merged_into_id as former from contracts where account_id = ${accountId} and id = ${contract.id})
    update contracts c set merged_into_id = ${contract.mergedInto}, updated_at = ${ctx.now.toString()}::timestamptz
      from former f
     where c.account_id = ${accountId} and c.id = ${contract.id} and f.former is distinct from ${contract.mergedInto}::uuid
    returning f.former
  `.execute(tx);
  const ref = { object: "contract", objectId: contract.id, accountId };
  return {
    changes: rows.map(({ former }) => ({
      ...ref,
      field: "mergedIntoId",
      old: former,
      new: contract.mergedInto,
    })),
    events: rows.map(() => ({ ...ref, name: "contract.updated" })),
  };
}

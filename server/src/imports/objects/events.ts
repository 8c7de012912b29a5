import { sql } from "kysely";
import { recordEvents } from "../../events/index.ts";
import { dateIn } from "../../kernel/calendar.ts";
import { executeIn } from "../../kernel/command.ts";
import type { Tx } from "../../kernel/db.ts";
import { eventImportFields } from "../fields/usage.ts";
import type { Cell } from "../mapping/convert-row.ts";
import type {
  Batch,
  Finding,
  ImportObjectDefinition,
  ReviewedRow,
  RowOutcome,
  SoundRow,
} from "./import-object.ts";
import { textOf } from "./import-object.ts";
import { findAccounts } from "./references.ts";

const property = "properties.";

export const eventImport: ImportObjectDefinition = {
  fields: eventImportFields,
  cannotUndo: "events stay: what happened is never edited",
  batchRows: 1000,
  keyOf: (row) => textOf(row.fields.messageId),
  findsCollisions: true,
  async write(batch, rows) {
    const accounts = await findAccounts(batch, rows.map(withoutContact));
    const items: Record<string, unknown>[] = [];
    const outcomes = rows.map((row, index): RowOutcome | number => {
      const { fields } = row;
      const account = accounts[index];
      const problems = [
        ...(account && "problem" in account ? [account.problem] : []),
        ...(textOf(fields.name) ? [] : [{ path: "name", message: "an event needs a name" }]),
        ...(textOf(fields.at) ? [] : [{ path: "at", message: "an event needs its instant" }]),
        ...countProblems(fields.count),
      ];
      if (problems.length > 0) return { status: "rejected", problems };
      return items.push(itemOf(row, account && "id" in account ? account.id : undefined)) - 1;
    });
    const results =
      items.length === 0
        ? []
        : await executeIn(batch.app, batch.tx, batch.ctx, recordEvents, {
            source: batch.source,
            items: items as never,
          });
    return outcomes.map((outcome, index): RowOutcome => {
      if (typeof outcome !== "number") return outcome;
      const result = results[outcome];
      const account = accounts[index];
      const where = account && "id" in account ? { accountId: account.id } : {};
      if (!result || result.status === "duplicate") return { status: "unchanged", ...where };
      if (result.status === "rejected") return { status: "rejected", problems: result.problems };
      if (result.status === "recorded") return { status: "created", ...where };
      const message = "stands for another event already, with different content";
      return { status: "rejected", problems: [{ path: "messageId", message }], finding: "colliding-ids" };
    });
  },
  async review(batch, rows) {
    return [...(await outsideTerm(batch, rows)), ...(await churnWhileActive(batch, rows))];
  },
};

/** The slice finds the account of a contact by itself; here a row names its account, or nothing. */
function withoutContact(row: SoundRow): SoundRow {
  const { "contact.externalId": _id, "contact.email": _email, ...fields } = row.fields;
  return { ...row, fields };
}

function countProblems(count: Cell | undefined) {
  const text = textOf(count);
  if (text === undefined || (Number(text) >= 1 && Number(text) <= 1_000_000_000)) return [];
  return [{ path: "count", message: "is no number of occurrences: at least 1, or there was no event" }];
}

function itemOf({ fields, others }: SoundRow, accountId: string | undefined): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  for (const [slug, cell] of Object.entries(others)) if (cell !== null) properties[slug] = plainValue(cell);
  for (const [field, cell] of Object.entries(fields)) {
    if (field.startsWith(property) && cell !== null) properties[field.slice(property.length)] = cell;
  }
  const contact = {
    ...(textOf(fields["contact.externalId"]) ? { externalId: textOf(fields["contact.externalId"]) } : {}),
    ...(textOf(fields["contact.email"]) ? { email: textOf(fields["contact.email"]) } : {}),
  };
  const subscription = textOf(fields["subscription.externalId"]);
  const messageId = textOf(fields.messageId);
  return {
    name: textOf(fields.name),
    at: textOf(fields.at),
    ...(messageId ? { messageId } : {}),
    ...(accountId ? { accountId } : {}),
    ...(Object.keys(contact).length > 0 ? { contact } : {}),
    ...(subscription ? { subscription: { externalId: subscription } } : {}),
    ...(textOf(fields.count) ? { count: Number(textOf(fields.count)) } : {}),
    properties,
  };
}

/** Numbers that lose nothing as such become numbers, so that rules can compare them. */
function plainValue(cell: Cell): unknown {
  if (typeof cell !== "string" || !/^-?\d{1,15}(\.\d{1,6})?$/.test(cell)) return cell;
  return /^-?0\d/.test(cell) ? cell : Number(cell);
}

type Term = { external_id: string; account_id: string; starts_on: string; ends_on: string | null };

/** Usage of a subscription on a day on which it did not run. */
async function outsideTerm({ tx, ctx, source }: Batch, rows: readonly ReviewedRow[]): Promise<Finding[]> {
  const ids = [...new Set(rows.flatMap(({ row }) => textOf(row.fields["subscription.externalId"]) ?? []))];
  if (ids.length === 0) return [];
  const { rows: terms } = await sql<Term>`
    select distinct on (e.external_id) e.external_id, s.account_id, s.starts_on, s.ends_on
      from external_ids e join subscriptions s on s.account_id = e.account_id and s.id = e.object_id
     where e.object = 'subscription' and e.external_id = any(${ids}::text[])
     order by e.external_id, (e.source <> ${source}), e.source
  `.execute(tx);
  const byId = new Map(terms.map((term) => [term.external_id, term]));
  return rows.flatMap(({ row }): Finding[] => {
    const externalId = textOf(row.fields["subscription.externalId"]);
    const term = externalId === undefined ? undefined : byId.get(externalId);
    const on = dayOf(row, ctx.timeZone);
    if (!term || !on) return [];
    const side = on < term.starts_on ? `it began on ${term.starts_on}` : `it ended on ${term.ends_on}`;
    if (on >= term.starts_on && (term.ends_on === null || on <= term.ends_on)) return [];
    const message = `${externalId} was used on ${on}; ${side}`;
    return [{ kind: "usage-outside-term", line: row.line, accountId: term.account_id, message }];
  });
}

const isChurn = /^(churn|cancel|terminat)/i;

/** An event that says the account left, while subscriptions with revenue go on the day after. */
async function churnWhileActive({ tx, ctx }: Batch, rows: readonly ReviewedRow[]): Promise<Finding[]> {
  const churns = rows.flatMap(({ row, accountId }) => {
    const on = dayOf(row, ctx.timeZone);
    return accountId && on && isChurn.test(textOf(row.fields.name) ?? "")
      ? [{ line: row.line, accountId, on }]
      : [];
  });
  if (churns.length === 0) return [];
  const running = await runningAfter(tx, churns);
  return churns.flatMap(({ line, accountId, on }): Finding[] => {
    const count = running.get(line) ?? 0;
    if (count === 0) return [];
    const message = `churned on ${on}, yet ${count} ${count === 1 ? "subscription goes" : "subscriptions go"} on`;
    return [{ kind: "churn-event-active", line, accountId, message }];
  });
}

async function runningAfter(
  tx: Tx,
  churns: readonly { line: number; accountId: string; on: string }[],
): Promise<Map<number, number>> {
  const { rows } = await sql<{ line: number; running: number }>`
    select c.line, count(*)::int as running
      from jsonb_to_recordset(${JSON.stringify(churns)}::jsonb) as c (line int, "accountId" uuid, "on" date)
      join subscriptions s on s.account_id = c."accountId"
     where s.arr > 0 and s.archived_at is null and s.starts_on <= c."on" and (s.ends_on is null or s.ends_on > c."on")
     group by c.line
  `.execute(tx);
  return new Map(rows.map((row) => [row.line, row.running]));
}

function dayOf(row: SoundRow, timeZone: string): string | undefined {
  const at = textOf(row.fields.at);
  return at ? dateIn(Temporal.Instant.from(at), timeZone).toString() : undefined;
}

import { holdRiskReview as holdEndpoint, type ReviewAgenda, type RiskReview } from "@perennial/contract";
import { formatMoneyExact } from "@perennial/contract/format";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { command, executeIn } from "../kernel/command.ts";
import { readCompany } from "../kernel/company.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { queueMail } from "../kernel/mail/outgoing.ts";
import { systemSender } from "../kernel/mail/system-sender.ts";
import { buildAgenda } from "./agenda.ts";
import { invitationText } from "./invitation.ts";
import { reviewRisk } from "./move-risk.ts";

const reviewMinutes = 30;

/** Records a weekly review: what stood on its agenda, what was decided; sends the minutes and invites to the next one. */
export const holdReview = command({
  name: "risk-reviews.hold",
  permission: "risks.write",
  input: holdEndpoint.body,
  async run({ app, tx, ctx, input }) {
    const agenda = await buildAgenda(tx, ctx, input.region);
    const id = newId(ctx.now);
    const title = titleOf(input.region);
    const decided = await readDecided(tx, input.decisions);
    const minutes = minutesText(ctx, agenda, (await readCompany(tx)).currency, decided, input.note);
    for (const { riskId, text, isUnderWay } of decided) {
      // A decision about a risk that was left already stands in the minutes alone.
      if (!isUnderWay) continue;
      await executeIn(app, tx, ctx, reviewRisk, { id: riskId, note: `${title}: ${text}`, isDecision: true });
    }
    await tx
      .insertInto("risk_reviews")
      .values({
        id,
        region: input.region,
        held_at: ctx.now.toString(),
        held_by: ctx.actor.name,
        attendees: input.attendees,
        agenda: JSON.stringify(agenda),
        decisions: JSON.stringify(input.decisions),
        minutes,
        next_at: input.nextAt ?? null,
      })
      .execute();
    const mailedTo = await sendMinutes(app, tx, ctx, {
      id,
      region: input.region,
      minutes,
      attendees: input.attendees,
      nextAt: input.nextAt ?? null,
    });
    const payload = { region: input.region, decisions: input.decisions.length };
    const event = { name: "risk-review.held", object: "risk-review", objectId: id, accountId: null, payload };
    return { result: { id, mailedTo }, events: [event] };
  },
});

const titleOf = (region: string) =>
  region === "" ? "Weekly risk review of accounts without a region" : `Weekly risk review ${region}`;

type Decided = { riskId: string; text: string; isUnderWay: boolean; about: string };

/** @throws Problem `invalid-input` when a decision is about a risk that is not there */
async function readDecided(
  tx: Tx,
  decisions: readonly { riskId: string; text: string }[],
): Promise<Decided[]> {
  const { rows } = await sql<{ id: string; is_under_way: boolean; about: string }>`
    select r.id, r.status in ('open', 'monitoring') as is_under_way, a.name || ': ' || r.summary as about
      from risks r join accounts a on a.id = r.account_id
     where r.id = any(${decisions.map(({ riskId }) => riskId)}::uuid[]) and r.archived_at is null
  `.execute(tx);
  const found = new Map(rows.map((row) => [row.id, row]));
  const fields = decisions.flatMap(({ riskId }, at) =>
    found.has(riskId) ? [] : [{ path: `decisions[${at}].riskId`, message: "There is no such risk" }],
  );
  if (fields.length > 0) throw problem("invalid-input", "A decision is about no risk.", { fields });
  return decisions.flatMap(({ riskId, text }) => {
    const row = found.get(riskId);
    return row ? [{ riskId, text, isUnderWay: row.is_under_way, about: row.about }] : [];
  });
}

function minutesText(
  ctx: Context,
  agenda: ReviewAgenda,
  currency: string,
  decided: readonly Decided[],
  note: string,
): string {
  const left = new Map(decided.map((each) => [each.riskId, each]));
  const parts = agenda.sections
    .filter((section) => section.items.length > 0)
    .map(({ title, items }) => {
      const lines = items.map(({ riskId, accountName, summary, tier, why }) => {
        const decision = left.get(riskId);
        left.delete(riskId);
        return `- ${accountName}: ${summary} (tier ${tier}; ${why})${decision ? ` → ${decision.text}` : ""}`;
      });
      return `${title}\n\n${lines.join("\n")}`;
    });
  if (left.size > 0) {
    const lines = [...left.values()].map(({ about, text }) => `- ${about} → ${text}`);
    parts.push(`Decided besides\n\n${lines.join("\n")}`);
  }
  const atRisk = formatMoneyExact(agenda.arrAtRisk, currency);
  const head = `${titleOf(agenda.region)}, ${ctx.today}. ARR at risk: ${atRisk}.`;
  return [head, ...(parts.length > 0 ? parts : ["Nothing is at risk."]), ...(note ? [note] : [])].join(
    "\n\n",
  );
}

type Minutes = { id: string; region: string; minutes: string; attendees: string[]; nextAt: string | null };

/** @returns how many they go to */
async function sendMinutes(
  app: App,
  tx: Tx,
  ctx: Context,
  { id, region, minutes, attendees, nextAt }: Minutes,
): Promise<number> {
  if (attendees.length === 0 || app.settings.smtpUrl === undefined) return 0;
  const people = await tx
    .selectFrom("teammates")
    .select(["name", "email"])
    .where("id", "in", attendees)
    .where("archived_at", "is", null)
    .execute();
  const to = people.flatMap(({ name, email }) => (email ? [{ name, address: email }] : []));
  if (to.length === 0) return 0;
  const from = await systemSender(app, tx);
  const url = `${app.settings.publicUrl}/risks/review?region=${encodeURIComponent(region)}`;
  const calendar = nextAt
    ? invitationText({
        uid: `${id}@${new URL(app.settings.publicUrl).hostname}`,
        writtenAt: ctx.now,
        startsAt: Temporal.Instant.from(nextAt),
        minutes: reviewMinutes,
        title: titleOf(region),
        url,
        organizer: from,
        attendees: to,
      })
    : undefined;
  await queueMail(tx, ctx, {
    purpose: "risk-review",
    accountId: null,
    content: {
      from,
      to,
      cc: [],
      replyTo: null,
      subject: `Minutes: ${titleOf(region)}, ${ctx.today}`,
      text: `${minutes}\n\n${url}`,
      html: null,
      references: [],
      unsubscribeUrl: null,
      isAutomatic: true,
      ...(calendar ? { calendar } : {}),
    },
    whenInDoubt: "resend",
  });
  return to.length;
}

/** Reviews that were held, newest first. */
export async function readReviews(
  db: Db,
  { region, id }: { region?: string | undefined; id?: string },
): Promise<RiskReview[]> {
  const { rows } = await sql<RiskReview>`
    select id, region, held_at as "heldAt", held_by as "heldBy", attendees, agenda, decisions, minutes, next_at as "nextAt"
      from risk_reviews
     where (${region ?? null}::text is null or region = ${region ?? null}) and (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)
     order by held_at desc, id limit 100
  `.execute(db);
  return rows;
}

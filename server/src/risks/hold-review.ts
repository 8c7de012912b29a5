import { holdRiskReview as holdEndpoint, type ReviewAgenda, type RiskReview } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { command, executeIn } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
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
    const minutes = minutesText(ctx, agenda, input);
    for (const { riskId, text } of input.decisions) {
      const risk = await tx.selectFrom("risks").select("status").where("id", "=", riskId).executeTakeFirst();
      // A decision about a risk that was left already stands in the minutes alone.
      if (risk?.status === "open" || risk?.status === "monitoring") {
        await executeIn(app, tx, ctx, reviewRisk, {
          id: riskId,
          note: `Weekly review ${input.region}: ${text}`,
          isDecision: true,
        });
      }
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

type Given = { decisions: { riskId: string; text: string }[]; note: string };

function minutesText(ctx: Context, agenda: ReviewAgenda, { decisions, note }: Given): string {
  const decided = new Map(decisions.map(({ riskId, text }) => [riskId, text]));
  const parts = agenda.sections
    .filter((section) => section.items.length > 0)
    .map(({ title, items }) => {
      const lines = items.map(({ riskId, accountName, summary, tier, why }) => {
        const decision = decided.get(riskId);
        return `- ${accountName}: ${summary} (tier ${tier}; ${why})${decision ? ` → ${decision}` : ""}`;
      });
      return `${title}\n\n${lines.join("\n")}`;
    });
  const head = `Weekly review ${agenda.region}, ${ctx.today}. ARR at risk: ${agenda.arrAtRisk}.`;
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
        title: `Weekly risk review ${region}`,
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
      subject: `Minutes: weekly risk review ${region}, ${ctx.today}`,
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

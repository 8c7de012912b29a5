import { npsFrom, surveyResponseFields, surveyScales } from "@perennial/contract";
import { sql } from "kysely";
import { contactsByEmail } from "../contacts/index.ts";
import { resolveAccountOfRows } from "../contracts/index.ts";
import type { Tx } from "../kernel/db.ts";
import {
  builtIns,
  type ObjectType,
  type RecordInput,
  type RecordWrite,
  type RowProblem,
} from "../objects/index.ts";

const slug = /^[a-z][a-z0-9_-]{0,59}$/;

/** What contacts answered when they were asked: a score on the survey's scale, and what they wrote beside it. */
export const surveyResponseType: ObjectType = {
  slug: "survey_response",
  plural: "survey-responses",
  label: "Survey response",
  labelPlural: "Survey responses",
  table: "survey_responses",
  placement: "below-account",
  keepsPast: true,
  ownDates: {
    since: "at",
    columns: ({ instant }) => ({
      followed_up_at: sql`case when y.followed_up_at <= ${instant} then y.followed_up_at end`,
    }),
  },
  generated: {
    nps_group: `case when x.survey = 'nps' then case when x.score >= ${npsFrom.promoter} then 'promoter' when x.score >= ${npsFrom.passive} then 'passive' else 'detractor' end end`,
  },
  builtIns: builtIns("survey_response", surveyResponseFields, {
    accountId: "account_id",
    survey: "survey",
    score: "score",
    group: "nps_group",
    comment: "comment",
    contactId: "contact_id",
    at: "at",
    channel: "channel",
    followedUpAt: "followed_up_at",
    followedUpById: "followed_up_by",
    followUpNote: "follow_up_note",
  }),
  defaults: { survey: "nps" },
  async prepare({ tx, ctx, inputs }) {
    const contacts = await contactsByEmail(tx, inputs.map(emailOf));
    const named = inputs.map((input): RecordInput => {
      const contactId = input.values.contactId ?? contacts.get(emailOf(input));
      const values: Record<string, unknown> = { ...input.values, ...(contactId ? { contactId } : {}) };
      if (typeof values.survey === "string") values.survey = values.survey.trim().toLowerCase();
      // Said to be followed up, without when: now.
      if (typeof values.followUpNote === "string" && input.values.followedUpAt === undefined)
        values.followedUpAt = ctx.now.toString();
      return input.id === undefined
        ? { ...input, values: { at: ctx.now.toString(), ...values } }
        : { ...input, values };
    });
    return resolveAccountOfRows(tx, await withAccountOfContact(tx, named));
  },
  check: async ({ writes }) => writes.flatMap(offScale),
};

function emailOf({ extras }: RecordInput): string {
  return String(extras?.contactEmail ?? "")
    .trim()
    .toLowerCase();
}

/** A new answer that names no account belongs to the only one of its contact. */
async function withAccountOfContact(tx: Tx, inputs: readonly RecordInput[]): Promise<RecordInput[]> {
  const isHomeless = ({ id, accountId, extras }: RecordInput) =>
    id === undefined && accountId === undefined && (extras?.account ?? "") === "";
  const ids = inputs.flatMap((input) => (isHomeless(input) ? [String(input.values.contactId ?? "")] : []));
  const wanted = ids.filter((id) => id !== "");
  if (wanted.length === 0) return [...inputs];
  const { rows } = await sql<{ contact_id: string; account_id: string }>`
    select contact_id, min(account_id::text) as account_id from account_contacts
     where contact_id::text = any(${wanted}::text[]) and until is null
     group by contact_id having count(*) = 1
  `.execute(tx);
  const only = new Map(rows.map((row) => [row.contact_id, row.account_id]));
  return inputs.map((input) => {
    const accountId = isHomeless(input) ? only.get(String(input.values.contactId)) : undefined;
    return accountId === undefined ? input : { ...input, accountId };
  });
}

/** A score must lie on the scale of its survey, where that is fixed. */
function offScale({ row, after }: RecordWrite): RowProblem[] {
  const { survey, score } = after;
  if (typeof survey === "string" && !slug.test(survey)) {
    const message =
      "write nps, csat, ces, or your own survey’s slug: a letter, then letters, digits, - and _";
    return [{ row, path: "survey", message }];
  }
  const scale = surveyScales[String(survey) as keyof typeof surveyScales];
  if (!scale || score === null || score === undefined) return [];
  const value = Number(score);
  if (value >= scale.from && value <= scale.to) return [];
  return [{ row, path: "score", message: `${scale.label} goes from ${scale.from} to ${scale.to}` }];
}

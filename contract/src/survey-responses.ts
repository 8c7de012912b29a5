import { z } from "zod";
import { accountReference } from "./contacts.ts";
import { dateText, endpoint } from "./endpoint.ts";
import type { FieldSpec } from "./fields.ts";
import { recordEndpoints } from "./records.ts";

/** Surveys whose scale is fixed; any other survey has its own slug and scale. */
export const surveyScales = {
  nps: { label: "NPS", from: 0, to: 10 },
  csat: { label: "CSAT", from: 1, to: 5 },
  ces: { label: "CES", from: 1, to: 7 },
} as const;
export type ScaledSurvey = keyof typeof surveyScales;

/** From which score on somebody is a promoter, or passive; below that a detractor (Reichheld). */
export const npsFrom = { promoter: 9, passive: 7 } as const;

export const npsGroups = [
  { value: "promoter", label: "Promoter", tone: "good" },
  { value: "passive", label: "Passive", tone: "neutral" },
  { value: "detractor", label: "Detractor", tone: "bad" },
] as const;

/** Built-in fields of a survey response. */
export const surveyResponseFields = [
  { slug: "accountId", label: "Account", type: "account", isReadOnly: true },
  {
    slug: "survey",
    label: "Survey",
    type: "text",
    isRequired: true,
    description: "nps, csat, ces, or your own slug",
  },
  { slug: "score", label: "Score", type: "number", isRequired: true },
  { slug: "group", label: "NPS group", type: "select", options: npsGroups, isReadOnly: true },
  { slug: "comment", label: "Comment", type: "long-text" },
  { slug: "contactId", label: "Contact", type: "contact" },
  { slug: "at", label: "Answered", type: "instant", isRequired: true },
  { slug: "channel", label: "Channel", type: "text" },
  { slug: "followedUpAt", label: "Followed up", type: "instant" },
  { slug: "followedUpById", label: "Followed up by", type: "teammate" },
  { slug: "followUpNote", label: "What was said", type: "text" },
] as const satisfies readonly FieldSpec[];

export const surveyResponses = recordEndpoints({
  plural: "survey-responses",
  keepsPast: true,
  label: "survey response",
  fields: surveyResponseFields,
  more: { accountName: z.string().nullable(), contactName: z.string().nullable() },
  moreInput: {
    account: accountReference.optional().describe("Of a contact with one account it may be left out"),
    contactEmail: z.string().max(320).nullish().describe("In place of contactId"),
  },
});
export type SurveyResponse = z.infer<typeof surveyResponses.record>;

const figures = z.object({
  responses: z.number().int().describe("Answers in the time asked about"),
  respondents: z.number().int().describe("Who gave them: of each contact the latest answer counts"),
  promoters: z.number().int(),
  passives: z.number().int(),
  detractors: z.number().int(),
  nps: z.number().nullable().describe("% promoters − % detractors, −100 to 100; null without an answer"),
  mean: z.number().nullable(),
});
export type SurveyFigures = z.infer<typeof figures>;

export const getSurveyReport = endpoint({
  method: "GET",
  path: "/surveys/:survey/report",
  summary: "Read what contacts answered to a survey: all together, by segment and by month",
  description:
    "Of each contact the latest answer of the time asked about counts; answers without a contact count one by one. Promoters gave 9 or 10, detractors 6 or less (of NPS alone).",
  params: z.object({ survey: z.string().min(1).max(60) }),
  query: z.object({
    from: dateText.optional().describe("90 days ago, unless said"),
    to: dateText.optional().describe("Today, unless said"),
  }),
  response: z.object({
    survey: z.string(),
    from: dateText,
    to: dateText,
    total: figures,
    previous: figures.describe("Of as many days before"),
    openDetractors: z.number().int().describe("Detractors of the time that nobody followed up"),
    bySegment: z.array(figures.extend({ segment: z.string(), name: z.string() })),
    byMonth: z.array(figures.extend({ month: z.string().describe("YYYY-MM; the last twelve") })),
  }),
});
export type SurveyReport = z.infer<typeof getSurveyReport.response>;

export const listSurveys = endpoint({
  method: "GET",
  path: "/surveys",
  summary: "List the surveys of which there are answers",
  response: z.object({
    items: z.array(
      z.object({ survey: z.string(), label: z.string(), responses: z.number().int(), lastAt: z.string() }),
    ),
    nextCursor: z.null(),
  }),
});

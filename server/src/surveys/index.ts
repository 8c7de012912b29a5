import { getSurveyReport, listSurveys, surveyResponses } from "@perennial/contract";
import { assertPermitted } from "../kernel/command.ts";
import { route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import type { Slice } from "../kernel/slice.ts";
import {
  namesOfReferences,
  type Present,
  presentCommon,
  recordCommands,
  recordRoutes,
} from "../objects/index.ts";
import { surveyLikelihoodFeatures } from "./survey-likelihood-features.ts";
import { readSurveys, surveyReport } from "./survey-report.view.ts";
import { surveyResponseType } from "./survey-response-type.ts";
import { surveyTimeline } from "./survey-timeline.ts";

export const surveyResponseCommands = recordCommands(surveyResponseType);

const present: Present = async (app, _ctx, records) => {
  const names = await namesOfReferences(
    app.db,
    records.flatMap(({ accountId, values }) => [
      { type: "account" as const, value: accountId },
      { type: "contact" as const, value: values.contactId },
    ]),
  );
  return records.map((record) => ({
    ...presentCommon(surveyResponseType, record),
    accountName: names.get(String(record.accountId)) ?? null,
    contactName: names.get(String(record.values.contactId)) ?? null,
  }));
};

/** What contacts answered to surveys. */
export const surveysSlice: Slice = {
  name: "surveys",
  routes: [
    ...recordRoutes(surveyResponseType, surveyResponses, surveyResponseCommands, present),
    route(listSurveys, async ({ app, ctx }) => {
      assertPermitted(ctx, "survey-responses.read");
      return { items: await readSurveys(app.db), nextCursor: null };
    }),
    route(getSurveyReport, ({ app, ctx, params, query }) =>
      ask(app, ctx, surveyReport, { ...params, ...query }),
    ),
  ],
  contributes: {
    objectTypes: [surveyResponseType],
    timelineSources: [surveyTimeline],
    likelihoodFeatures: [surveyLikelihoodFeatures],
    ruleRelations: [
      {
        of: "contact",
        slug: "survey_responses",
        label: "survey responses",
        object: "survey_response",
        sql: { on: [["id", "contact_id"]] },
      },
    ],
  },
};

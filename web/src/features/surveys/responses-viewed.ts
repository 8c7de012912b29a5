import { npsGroups, type SurveyResponse, surveyResponses } from "@perennial/contract";
import type { ViewChoice, ViewedObject } from "../../api/viewed-object.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";

export type ListedResponse = SurveyResponse & ListedRow;

const own: readonly GridColumn<ListedResponse>[] = [
  {
    id: "accountName",
    type: "text",
    title: "Account",
    width: 180,
    href: (response) => `/accounts/${response.accountId}`,
  },
  {
    id: "contactName",
    type: "text",
    title: "Contact",
    width: 160,
    missing: "Nobody is named",
    href: (response) => (response.contactId ? `/contacts/${response.contactId}` : undefined),
  },
];

/** Survey responses as the page of their views shows them: the newest first. */
export const responsesViewed: ViewedObject<ListedResponse> = {
  object: "survey_response",
  plural: "survey-responses",
  title: "Survey responses",
  noun: "response",
  list: surveyResponses.list,
  update: surveyResponses.update,
  live: ["survey_response"],
  searched: "comment",
  hrefOf: (response) => `/accounts/${response.accountId}`,
  titleOf: (response) => `${response.survey} ${response.score}`,
  usualName: "All responses",
  laidOutBy: { board: "group", calendar: "at" },
  usual: {
    filter: null,
    columns: [
      "accountName",
      "contactName",
      "survey",
      "score",
      "group",
      "comment",
      "at",
      "followedUpAt",
      "followUpNote",
    ],
    sort: "-at",
    group: null,
    layout: "table",
    layoutField: null,
    widths: {},
    pinned: null,
    footers: {},
  },
  useColumns: () => own,
  useChoices: () => choices,
  empty: {
    title: "No response here",
    text: "Note one, import them, send them through the API, or take a filter away.",
  },
};

const choices: readonly ViewChoice[] = [
  {
    id: "group",
    label: "Group",
    usual: "all",
    options: [
      { value: "all", label: "Any answer", rule: null },
      ...npsGroups.map(({ value, label }) => ({
        value,
        label: `${label}s`,
        rule: { subject: "group", op: "is", value },
      })),
    ],
  },
  {
    id: "loop",
    label: "Followed up",
    usual: "all",
    options: [
      { value: "all", label: "Followed up or not", rule: null },
      { value: "open", label: "Not followed up", rule: { subject: "followedUpAt", op: "is-empty" } },
      { value: "closed", label: "Followed up", rule: { subject: "followedUpAt", op: "is-set" } },
    ],
  },
];

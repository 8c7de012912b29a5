import { bulkUpdateRenewals, farApart, type Renewal, renewals } from "@perennial/contract";
import { useMemo } from "react";
import { useMe } from "../../api/me.ts";
import { ownerChoice } from "../../api/owner-choice.ts";
import { useScoreLabels } from "../../api/score-labels.ts";
import type { ViewChoice, ViewedObject } from "../../api/viewed-object.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { missesForecast } from "./misses-forecast.ts";
import { renewalColumns } from "./renewal-columns.ts";
import { useRenewalDefinitions } from "./use-renewal-definitions.ts";

export type ListedRenewal = Renewal & ListedRow;

/** Renewals as the page of their views shows them: open ones of the next 180 days, by quarter. */
export function useRenewalsViewed(): ViewedObject<ListedRenewal> {
  const { primary = "overall" } = useScoreLabels();
  return useMemo(() => viewedBy(`account.score:${primary}`), [primary]);
}

/** @param health the column of what is meant by “health” */
const viewedBy = (health: string): ViewedObject<ListedRenewal> => ({
  object: "renewal",
  plural: "renewals",
  title: "Renewals",
  noun: "renewal",
  list: renewals.list,
  update: renewals.update,
  bulkUpdate: bulkUpdateRenewals,
  live: ["renewal", "account"],
  hrefOf: (renewal) => `/renewals/${renewal.id}`,
  titleOf: (renewal) => renewal.accountName,
  usualName: "Open renewals",
  laidOutBy: { board: "stage", calendar: "dueOn" },
  usual: {
    filter: null,
    columns: [
      "accountName",
      "account.plan",
      "dueOn",
      "targetArr",
      "forecastArr",
      "deltaArr",
      "rating",
      "stage",
      "likelihoodHuman",
      "likelihoodModel",
      health,
      "nextStep",
      "ownerId",
      "nextStepOn",
      "daysBehind",
      "flags",
      "noticeDeadlineOn",
      "forecastNotes",
    ],
    sort: "dueOn",
    group: { field: "dueOn", by: "quarter" },
    layout: "table",
    layoutField: null,
    widths: { "account.plan": 92 },
    pinned: null,
    footers: { targetArr: "sum", forecastArr: "sum", deltaArr: "sum" },
  },
  useColumns: (canEdit) => {
    const definitions = useRenewalDefinitions();
    const currency = useMe().data?.company.currency ?? "USD";
    return useMemo(
      () => renewalColumns<ListedRenewal>(definitions, currency, canEdit),
      [definitions, currency, canEdit],
    );
  },
  useChoices: () => {
    const { ratings } = useRenewalDefinitions();
    return useMemo(
      () => [
        due,
        ownerChoice,
        {
          id: "rating",
          label: "Rating",
          usual: "any",
          options: [
            { value: "any", label: "Any rating", rule: null },
            ...ratings.map(({ value, label }) => ({
              value,
              label: `Rating ${label}`,
              rule: { subject: "rating", op: "is", value },
            })),
          ],
        },
        cadence,
        forecast,
        hygiene,
      ],
      [ratings],
    );
  },
  empty: {
    title: "No renewals here",
    text: "Nothing falls due in this window with these filters. Widen the window, or import contracts.",
  },
});

const isOpen = { subject: "outcome", op: "is-empty" };
const within = (days: number) => ({
  all: [isOpen, { subject: "dueOn", op: "in-the-next", value: { count: days, unit: "days" } }],
});

const due: ViewChoice = {
  id: "due",
  label: "Due",
  usual: "180",
  options: [
    { value: "any", label: "Due at any time", rule: null },
    ...[30, 60, 90, 180].map((days) => ({
      value: String(days),
      label: `Due in the next ${days} days`,
      rule: within(days),
    })),
    { value: "365", label: "Due in the next 12 months", rule: within(365) },
    {
      value: "overdue",
      label: "Due in the past, still open",
      rule: { all: [isOpen, { subject: "dueOn", op: "more-than-ago", value: { count: 0, unit: "days" } }] },
    },
  ],
};

const cadence: ViewChoice = {
  id: "cadence",
  label: "Cadence",
  usual: "any",
  options: [
    { value: "any", label: "Any cadence", rule: null },
    { value: "on-track", label: "On track", rule: { subject: "standing", op: "is", value: "on-track" } },
    { value: "behind", label: "Behind", rule: { subject: "standing", op: "is", value: "behind" } },
    ...[7, 30, 60].map((days) => ({
      value: `behind-${days}`,
      label: `Behind by ${days} days or more`,
      rule: { subject: "daysBehind", op: "at-least", value: days },
    })),
  ],
};

const forecast: ViewChoice = {
  id: "forecast",
  label: "Forecast",
  isRare: true,
  usual: "any",
  options: [
    { value: "any", label: "With or without forecast", rule: null },
    { value: "missing", label: "Forecast missing", rule: missesForecast },
  ],
};

const hygiene: ViewChoice = {
  id: "hygiene",
  label: "Hygiene",
  isRare: true,
  usual: "any",
  options: [
    { value: "any", label: "Any hygiene", rule: null },
    {
      value: "expired",
      label: "Expired without an outcome",
      rule: { all: [isOpen, { subject: "dueOn", op: "more-than-ago", value: { count: 0, unit: "days" } }] },
    },
    {
      value: "no-owner",
      label: "Nobody owns it",
      rule: { all: [isOpen, { subject: "ownerId", op: "is-empty" }] },
    },
    {
      value: "churn-with-forecast",
      label: "Churn expected, yet a forecast",
      rule: {
        all: [
          isOpen,
          { subject: "rating", op: "is", value: "churn_expected" },
          { subject: "forecastArr", op: "greater-than", value: 0 },
        ],
      },
    },
    {
      value: "commit-without-forecast",
      label: "Commit, yet a forecast of nothing",
      rule: {
        all: [
          isOpen,
          { subject: "rating", op: "is", value: "commit" },
          { subject: "forecastArr", op: "equals", value: 0 },
        ],
      },
    },
    {
      value: "far-apart",
      label: "People and model far apart",
      rule: {
        any: [
          { subject: "likelihoodGap", op: "at-least", value: farApart },
          { subject: "likelihoodGap", op: "at-most", value: -farApart },
        ],
      },
    },
    {
      value: "step-past",
      label: "Next step past its date",
      rule: {
        all: [isOpen, { subject: "nextStepOn", op: "more-than-ago", value: { count: 0, unit: "days" } }],
      },
    },
    {
      value: "no-step",
      label: "No next step",
      rule: { all: [isOpen, { subject: "nextStep", op: "is-empty" }] },
    },
    {
      value: "no-rating",
      label: "No rating",
      rule: { all: [isOpen, { subject: "rating", op: "is-empty" }] },
    },
    {
      value: "notice-past",
      label: "Notice deadline past, no notice sent",
      rule: {
        all: [
          isOpen,
          { subject: "noticeDeadlineOn", op: "more-than-ago", value: { count: 0, unit: "days" } },
          { subject: "noticeSentOn", op: "is-empty" },
        ],
      },
    },
  ],
};

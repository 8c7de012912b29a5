import type { Renewal } from "@perennial/contract";
import type { GridColumn } from "../../ui/grid/column.ts";
import type { Option } from "../../ui/option-list.tsx";
import type { Definitions } from "./use-renewal-definitions.ts";

/** Fields that a teammate writes in the table; the rest is worked out. */
const noForecast = "No forecast yet. Type one, or set a rating.";

const closed = "This renewal is closed. Undo its outcome to change it.";
const mayNot = "Your role may not change renewals.";

/** The columns of every table of renewals, by the slug of their field. */
export function renewalColumns<Row extends Renewal>(
  { stages, ratings, teammates }: Definitions,
  companyCurrency: string,
  canEdit: boolean,
): GridColumn<Row>[] {
  const editable = (renewal: Row) => canEdit && renewal.outcome === null;
  // A renewal stands in the currency of its contract.
  const currency = (renewal: Row) => renewal.currency ?? companyCurrency;
  const locked = () => (canEdit ? closed : mayNot);
  const columns: GridColumn<Row>[] = [
    {
      id: "accountName",
      type: "text",
      title: "Account",
      width: 176,
      href: (renewal) => `/accounts/${renewal.accountId}`,
    },
    { id: "dueOn", type: "date", title: "Due", relative: true, width: 148 },
    { id: "targetArr", type: "money", title: "Target ARR", currency, footer: "sum", width: 96 },
    {
      id: "forecastArr",
      type: "money",
      title: "Forecast",
      currency,
      editable,
      footer: "sum",
      missing: noForecast,
      width: 94,
    },
    {
      id: "deltaArr",
      type: "money",
      title: "Delta",
      currency,
      signed: true,
      footer: "sum",
      missing: noForecast,
      width: 88,
      hint: "Forecast less target",
    },
    { id: "rating", type: "select", title: "Rating", options: ratings, editable, width: 118 },
    { id: "stage", type: "select", title: "Stage", options: stages, editable, width: 126 },
    {
      id: "likelihoodHuman",
      type: "percent",
      title: "Likelihood",
      digits: 0,
      width: 84,
      value: (renewal) => renewal.likelihood,
      stored: (renewal) => renewal.likelihoodHuman,
      editable,
      missing: "No rating yet",
      hint: "What people say: typed, else the default of the rating",
    },
    {
      id: "likelihoodModel",
      type: "percent",
      title: "Model",
      digits: 0,
      width: 80,
      missing: "The likelihood model has not judged it yet",
      hint: "What the likelihood model says. It never changes what people say.",
    },
    {
      id: "likelihoodGap",
      type: "percent",
      title: "Model less person",
      digits: 0,
      width: 104,
      missing: "One of the two has not judged it",
      hint: "Below zero: the model sees less of a chance than people do",
    },
    { id: "ownerId", type: "teammate", title: "Owner", options: teammates, editable, width: 150 },
    { id: "nextStep", type: "text", title: "Next step", mentions: true, editable, width: 220 },
    { id: "nextStepOn", type: "date", title: "Step due", editable, width: 110 },
    {
      id: "daysBehind",
      type: "number",
      title: "Behind",
      width: 84,
      hint: "Days since the first step of its cadence that should be true and is not",
      missing: "It is closed",
    },
    {
      id: "flags",
      type: "readonly",
      title: "Hygiene",
      width: 210,
      hint: "What is missing or contradicts itself",
      missing: "Nothing is missing",
      value: (renewal) => renewal.flags || null,
    },
    {
      id: "noticeDeadlineOn",
      type: "date",
      title: "Notice by",
      width: 110,
      missing: "The contract has no notice period",
    },
    { id: "forecastNotes", type: "longText", title: "Notes", mentions: true, editable, width: 240 },
  ];
  return columns.map((column) => (column.editable ? { ...column, locked } : column));
}

const ratingTones: Record<string, NonNullable<Option["tone"]>> = {
  commit: "good",
  likely: "accent",
  at_risk: "warn",
  churn_expected: "bad",
};

/** Ratings as options with the tone that they have everywhere. */
export function ratingOption(rating: { slug: string; label: string }): Option {
  return { value: rating.slug, label: rating.label, tone: ratingTones[rating.slug] ?? "neutral" };
}

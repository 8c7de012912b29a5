import { expect, it } from "vitest";
import { type HygieneFacts, hygieneOf } from "./hygiene.ts";

const today = Temporal.PlainDate.from("2026-11-27");
const clean: HygieneFacts = {
  outcome: null,
  daysToExpiry: 60,
  ownerId: "ada",
  rating: "likely",
  isRatingForecast: true,
  forecastArr: "1000.00",
  targetArr: "1000.00",
  nextStep: "Call",
  nextStepOn: "2026-12-01",
  noticeDeadlineOn: "2026-12-31",
  noticeSentOn: null,
  likelihood: 0.8,
  likelihoodModel: 0.7,
};

it.each<[string, Partial<HygieneFacts>, string[]]>([
  ["nothing of a renewal in order", {}, []],
  ["one past its expiry", { daysToExpiry: -1 }, ["Expired without an outcome"]],
  ["one nobody owns", { ownerId: null }, ["Nobody owns it"]],
  ["an unrated one that is due soon", { rating: null }, ["No rating"]],
  ["not an unrated one far off", { rating: null, forecastArr: null, nextStep: null, daysToExpiry: 150 }, []],
  ["a forecast that is missing", { forecastArr: null }, ["No forecast"]],
  ["a rating against the forecast", { rating: "churn_expected" }, ["Churn expected, yet a forecast"]],
  ["a commit of nothing", { rating: "commit", forecastArr: "0.00" }, ["Commit, yet a forecast of nothing"]],
  ["a step that is over", { nextStepOn: "2026-11-26" }, ["The next step is past its date"]],
  ["no step at all", { nextStep: "" }, ["No next step"]],
  [
    "a notice that was missed",
    { noticeDeadlineOn: "2026-11-26" },
    ["The notice deadline is past, no notice sent"],
  ],
  ["people against the model", { likelihoodModel: 0.3 }, ["People and model are far apart"]],
  ["nothing of one that is closed", { outcome: "renewed", ownerId: null, forecastArr: null }, []],
  ["nothing of one left out of forecasts", { isRatingForecast: false, ownerId: null, forecastArr: null }, []],
])("flags %s", (_, change, flags) => {
  expect(hygieneOf({ ...clean, ...change }, today)).toEqual(flags);
});

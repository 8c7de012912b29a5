import { farApart } from "@perennial/contract";

/** What of a renewal its hygiene is judged by. */
export type HygieneFacts = {
  readonly outcome: string | null;
  readonly daysToExpiry: number;
  readonly ownerId: string | null;
  readonly rating: string | null;
  readonly isRatingForecast: boolean;
  readonly forecastArr: string | null;
  readonly targetArr: string | null;
  readonly nextStep: string | null;
  readonly nextStepOn: string | null;
  readonly noticeDeadlineOn: string | null;
  readonly noticeSentOn: string | null;
  readonly likelihood: number | null;
  readonly likelihoodModel: number | null;
};

/** From so many days before expiry on, a renewal without a next step or a rating is not being worked. */
const workedDays = 120;

/**
 * What is missing from an open renewal or contradicts itself, in words, the gravest first. None of it stops anything: it says where
 * a forecast leans on what nobody wrote down.
 */
export function hygieneOf(facts: HygieneFacts, today: Temporal.PlainDate): string[] {
  if (facts.outcome !== null || !facts.isRatingForecast) return [];
  const isWorked = facts.daysToExpiry <= workedDays;
  const day = today.toString();
  const { forecastArr, targetArr, likelihood, likelihoodModel } = facts;
  const share =
    forecastArr !== null && Number(targetArr) > 0 ? Number(forecastArr) / Number(targetArr) : null;
  const checks: [boolean, string][] = [
    [facts.daysToExpiry < 0, "Expired without an outcome"],
    [facts.ownerId === null, "Nobody owns it"],
    [isWorked && facts.rating === null, "No rating"],
    [isWorked && forecastArr === null, "No forecast"],
    [share !== null && share > 0 && facts.rating === "churn_expected", "Churn expected, yet a forecast"],
    [share === 0 && facts.rating === "commit", "Commit, yet a forecast of nothing"],
    [facts.nextStepOn !== null && facts.nextStepOn < day, "The next step is past its date"],
    [isWorked && !facts.nextStep, "No next step"],
    [
      facts.noticeDeadlineOn !== null && facts.noticeDeadlineOn < day && facts.noticeSentOn === null,
      "The notice deadline is past, no notice sent",
    ],
    [
      likelihood !== null && likelihoodModel !== null && Math.abs(likelihood - likelihoodModel) >= farApart,
      "People and model are far apart",
    ],
  ];
  return checks.flatMap(([isSo, words]) => (isSo ? [words] : []));
}

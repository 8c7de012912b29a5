import { daysBetween } from "../../kernel/calendar.ts";
import { learn, likelihoodBy } from "./learn.ts";
import {
  areaUnderCurve,
  brierScore,
  type CalibrationBin,
  calibrationOf,
  type Judged,
  type Lift,
  liftOf,
} from "./measures.ts";
import type { FeatureSpec, Sample } from "./sample.ts";

/** Fewer closed renewals, or fewer losses among them, teach nothing that could be trusted. */
export const leastToLearn = { closed: 50, lost: 10 } as const;
/**
 * From half of that on, models of the past are judged: otherwise a company that has just enough to learn from would have
 * nothing by which to tell whether learning helped. Their having known less counts against the model, not for it.
 */
const leastToJudge = { closed: 25, lost: 5 } as const;
export type Least = { closed: number; lost: number };

/** How good likelihoods were. */
export type Scores = { count: number; lost: number; auc: number | null; brier: number | null };

export type Judgement = {
  model: Scores;
  /** Everybody gets the share that had renewed until then. */
  baseRate: Scores;
  /** Only those that people had judged then; the model on the same ones beside it. Null where they judged none. */
  human: { human: Scores; model: Scores } | null;
  calibration: CalibrationBin[];
  lift: Lift[];
};

export type BackTest = {
  /** The first and last look that was judged. */
  from: string;
  to: string;
  /** Models trained, each on what had closed by then. */
  models: number;
  overall: Judgement;
  byDaysBefore: (Judgement & { daysBefore: number })[];
};

type Tested = Sample & { likelihood: number; baseRate: number };
const blockDays = 91;

/**
 * Goes through the past in quarters. The looks of each quarter are judged by a model trained on the renewals whose outcome
 * was known before that quarter began, and on nothing else: no random split, so that nothing is foretold by its own future.
 * Quarters before which too little had closed are passed by.
 * @returns null when no quarter could be judged
 */
export function backTest(
  samples: readonly Sample[],
  specs: readonly FeatureSpec[],
  least: Least = leastToJudge,
): BackTest | null {
  const { tested, models } = foretold(samples, specs, least);
  const [first, last] = [tested[0], tested.at(-1)];
  if (!first || !last) return null;
  const horizons = [...new Set(tested.map((look) => look.daysBefore))].sort((a, b) => b - a);
  return {
    from: first.at,
    to: last.at,
    models,
    overall: judge(tested),
    byDaysBefore: horizons.map((daysBefore) => ({
      daysBefore,
      ...judge(tested.filter((look) => look.daysBefore === daysBefore)),
    })),
  };
}

/** Every look that could be judged, in order, with the likelihood it would have been given at the time. */
export function foretold(
  samples: readonly Sample[],
  specs: readonly FeatureSpec[],
  least: Least = leastToJudge,
): { tested: Tested[]; models: number } {
  const looks = [...samples].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const tested: Tested[] = [];
  let models = 0;
  for (const from of quartersOf(looks)) {
    const to = Temporal.PlainDate.from(from).add({ days: blockDays }).toString();
    const quarter = looks.filter((look) => look.at >= from && look.at < to);
    const known = looks.filter((look) => look.knownOn < from);
    const closed = closedIn(known);
    if (quarter.length === 0 || !isEnough(closed, least)) continue;
    const model = learn(known, specs);
    const baseRate = closed.renewed / (closed.renewed + closed.lost);
    models += 1;
    tested.push(
      ...quarter.map((look) => ({ ...look, likelihood: likelihoodBy(model, look.features), baseRate })),
    );
  }
  return { tested, models };
}

/** The first days of the quarters from the first look to the last. */
function quartersOf(looks: readonly Sample[]): string[] {
  const [first, last] = [looks[0]?.at, looks.at(-1)?.at];
  if (first === undefined || last === undefined) return [];
  const days = daysBetween(Temporal.PlainDate.from(first), Temporal.PlainDate.from(last));
  return Array.from({ length: Math.floor(days / blockDays) + 1 }, (_, quarter) =>
    Temporal.PlainDate.from(first)
      .add({ days: quarter * blockDays })
      .toString(),
  );
}

/** How many renewals these looks are of, by how they ended. */
export function closedIn(samples: readonly Sample[]): { renewed: number; lost: number } {
  const outcomes = [...new Map(samples.map((sample) => [sample.renewalId, sample.isRenewed])).values()];
  const renewed = outcomes.filter(Boolean).length;
  return { renewed, lost: outcomes.length - renewed };
}

/** Whether there is enough to learn from. */
export function isEnough({ renewed, lost }: { renewed: number; lost: number }, least: Least = leastToLearn) {
  return renewed + lost >= least.closed && lost >= least.lost && renewed >= 1;
}

function judge(tested: readonly Tested[]): Judgement {
  const by = (of: (look: Tested) => number, some = tested): Judged[] =>
    some.map((look) => ({ likelihood: of(look), isRenewed: look.isRenewed }));
  const model = by((look) => look.likelihood);
  const judged = tested.filter((look) => look.human !== null);
  return {
    model: scoresOf(model),
    baseRate: scoresOf(by((look) => look.baseRate)),
    human:
      judged.length === 0
        ? null
        : {
            human: scoresOf(by((look) => look.human ?? 0, judged)),
            model: scoresOf(by((look) => look.likelihood, judged)),
          },
    calibration: calibrationOf(model),
    lift: liftOf(model),
  };
}

function scoresOf(judged: readonly Judged[]): Scores {
  return {
    count: judged.length,
    lost: judged.filter((one) => !one.isRenewed).length,
    auc: areaUnderCurve(judged),
    brier: brierScore(judged),
  };
}

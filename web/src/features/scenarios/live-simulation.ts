import {
  defaultSettings,
  dueIn,
  type ForecastRenewal,
  isSameDraw,
  mostDecisive,
  type Outlook,
  outlookOf,
  type Simulation,
  type SimulationResult,
  type Supposition,
  simulate,
  simulated,
  suppose,
} from "@perennial/contract/forecasting";

export type WhatIfQuestion = {
  suppositions: readonly Supposition[];
  span: { from: string; to: string };
  /** Part of what is due that is to be retained: 0.9 of it. */
  goal: number;
};

export type WhatIfAnswer = {
  outlook: Outlook;
  range: SimulationResult;
  goalMinor: number;
  goalProbability: number;
  decisive: ReturnType<typeof mostDecisive>;
  /** True while the range is of fewer trials than it will be. */
  isPreview: boolean;
};

/** More renewals changed at once than this are not replaced one by one. */
const mostReplaced = 150;
const previewTrials = 200;
const decisiveShown = 50;

/**
 * Answers one question after another about the same renewals, fast enough for a slider: what was drawn stays, and renewals
 * that changed are replaced in it, which gives the same as drawing all anew. Where very many changed at once the first
 * answer is of fewer trials; {@link settle} then gives the whole one.
 */
export function createLiveSimulation(base: readonly ForecastRenewal[], settings = defaultSettings) {
  let drawn = new Map<string, ForecastRenewal>();
  let simulation: Simulation = simulate([], settings);
  let last: { question: WhatIfQuestion; due: ForecastRenewal[] } | undefined;

  const answer = (question: WhatIfQuestion, due: ForecastRenewal[], of: Simulation): WhatIfAnswer => {
    const outlook = outlookOf(due);
    const goalMinor = Math.round(outlook.dueMinor * question.goal);
    return {
      outlook,
      range: of.result(),
      goalMinor,
      goalProbability: of.probabilityOf(goalMinor),
      decisive: mostDecisive(due, decisiveShown),
      isPreview: of !== simulation,
    };
  };

  /** What is not due draws nothing: it stands in for a renewal that comes into the span, or leaves it. */
  const absent = (renewal: ForecastRenewal): ForecastRenewal => ({ ...renewal, likelihood: 0 });

  return {
    ask(question: WhatIfQuestion): WhatIfAnswer {
      const due = dueIn(suppose(base, question.suppositions), question.span);
      last = { question, due };
      const next = new Map(due.map((renewal) => [renewal.id, renewal]));
      const changes: [ForecastRenewal, ForecastRenewal][] = [];
      for (const renewal of due) {
        const before = drawn.get(renewal.id) ?? absent(renewal);
        if (!isSameDraw(before, renewal)) changes.push([before, renewal]);
      }
      for (const renewal of drawn.values()) {
        if (!next.has(renewal.id)) changes.push([renewal, absent(renewal)]);
      }
      if (changes.length > mostReplaced) {
        return answer(question, due, simulate(due.map(simulated), { ...settings, trials: previewTrials }));
      }
      for (const [before, after] of changes) simulation.replace(simulated(before), simulated(after));
      drawn = next;
      return answer(question, due, simulation);
    },
    /** The last question once more, with all trials. */
    settle(): WhatIfAnswer | undefined {
      if (!last) return undefined;
      const { question, due } = last;
      simulation = simulate(due.map(simulated), settings);
      drawn = new Map(due.map((renewal) => [renewal.id, renewal]));
      return answer(question, due, simulation);
    },
  };
}
export type LiveSimulation = ReturnType<typeof createLiveSimulation>;

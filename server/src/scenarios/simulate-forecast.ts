import { simulateForecast as endpoint } from "@perennial/contract";
import {
  decimalOfMinor,
  dueIn,
  forecastRenewals,
  minorOf,
  mostDecisive,
  outlookOf,
  simulate,
  simulated,
  suppose,
} from "@perennial/contract/forecasting";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { readLikelihoodFirst } from "../renewals/index.ts";
import { scenarioSuppositions } from "./suppose-renewals.ts";
import { whatIfRows } from "./what-if.view.ts";

/** The share of what is due that is to be retained, where no goal is given. */
const usualGoal = 0.9;
/** Trials times renewals in one request: about two seconds of one thread. */
const mostDraws = 60_000_000;

/** Simulates the ARR retained of what is due in a span, by the code that the browser runs. */
export const simulateForecast = query({
  name: "scenarios.simulate",
  permission: "renewals.read",
  input: endpoint.query,
  async run({ app, db, ctx, input }) {
    const rows = await whatIfRows(app, db, ctx, input);
    const suppositions =
      input.scenario === undefined ? [] : await scenarioSuppositions(app, db, ctx, input.scenario, rows);
    const supposed = suppose(
      forecastRenewals(rows, input.basis ?? (await readLikelihoodFirst(db))),
      suppositions,
    );
    const due = dueIn(supposed, { from: input.dueFrom, to: input.dueTo });
    const { seed, trials, owner, segment, region } = input;
    if (owner + segment + region >= 1) {
      throw problem("invalid-input", "The correlations of owner, segment and region are together below 1.", {
        fields: [{ path: "owner", message: "together with segment and region below 1" }],
      });
    }
    if (due.length * trials > mostDraws) {
      throw problem(
        "too-large",
        `${due.length} renewals times ${trials} trials is too much for one request.`,
        {
          fields: [
            { path: "trials", message: `at most ${Math.floor(mostDraws / due.length)} for this span` },
          ],
        },
      );
    }
    const outlook = outlookOf(due);
    const simulation = simulate(due.map(simulated), {
      seed,
      trials,
      correlations: { owner, segment, region },
    });
    const { p10, p50, p90, mean } = simulation.result();
    const goalMinor =
      input.goal === undefined ? Math.round(outlook.dueMinor * usualGoal) : minorOf(input.goal);
    const { currency } = await app.company();
    return {
      currency,
      count: outlook.count,
      dueArr: decimalOfMinor(outlook.dueMinor),
      expectedArr: decimalOfMinor(outlook.expectedMinor),
      grr: outlook.grr,
      nrr: outlook.nrr,
      trials,
      p10Arr: decimalOfMinor(p10),
      p50Arr: decimalOfMinor(p50),
      p90Arr: decimalOfMinor(p90),
      meanArr: decimalOfMinor(mean),
      goalArr: decimalOfMinor(goalMinor),
      goalProbability: simulation.probabilityOf(goalMinor),
      decisive: mostDecisive(due, 20).map(({ id, movesMinor, upMinor, downMinor }) => ({
        id,
        movesArr: decimalOfMinor(movesMinor),
        upArr: decimalOfMinor(upMinor),
        downArr: decimalOfMinor(downMinor),
      })),
    };
  },
});

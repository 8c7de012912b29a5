import fc from "fast-check";
import { expect, it } from "vitest";
import { type Side, stepsOf } from "./forecast-steps.ts";

const side = fc.record({
  isInPeriod: fc.boolean(),
  outcome: fc.constantFrom(null, "renewed", "churned"),
  rating: fc.constantFrom(null, "commit", "likely", "omitted"),
  ratingPlace: fc.constantFrom(null, 1, 2),
  value: fc.bigInt({ min: -1_000_000_000n, max: 10n ** 12n }),
});
const pair = fc.record({
  before: fc.option(side),
  after: fc.option(side),
  between: fc.bigInt({ min: 0n, max: 10n ** 12n }),
});
const adds = (one: Side | null) => (one?.isInPeriod ? one.value : 0n);

it("closes: start and all steps are the end, whatever happened", () => {
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 30 }), (pairs) => {
      const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
      const steps = pairs.flatMap(stepsOf);
      expect(sum(pairs.map(({ before }) => adds(before))) + sum(steps.map(({ amount }) => amount))).toBe(
        sum(pairs.map(({ after }) => adds(after))),
      );
    }),
  );
});

const open: Side = { isInPeriod: true, outcome: null, rating: "likely", ratingPlace: 2, value: 800n };
const kinds = (before: Side | null, after: Side | null, between = before?.value ?? 0n) =>
  stepsOf({ before, after, between }).map(({ kind, amount }) => `${kind} ${amount}`);

it("names what happened", () => {
  expect(kinds(null, open)).toEqual(["new 800"]);
  expect(kinds(open, null)).toEqual(["removed -800"]);
  expect(kinds({ ...open, isInPeriod: false }, open)).toEqual(["pulled-in 800"]);
  expect(kinds(open, { ...open, isInPeriod: false })).toEqual(["pushed -800"]);
  expect(kinds(open, { ...open, outcome: "renewed", value: 1000n })).toEqual(["won 200"]);
  expect(kinds(open, { ...open, outcome: "churned", value: 0n })).toEqual(["lost -800"]);
  expect(kinds({ ...open, outcome: "churned", value: 0n }, open)).toEqual(["reopened 800"]);
  expect(kinds(open, { ...open, value: 900n })).toEqual(["amount-up 100"]);
  expect(kinds(open, { ...open, rating: "commit", ratingPlace: 1, value: 1140n }, 950n)).toEqual([
    "rating-up 150",
    "amount-up 190",
  ]);
  expect(kinds(open, { ...open, rating: "at_risk", ratingPlace: 3 })).toEqual(["rating-down 0"]);
  expect(kinds(open, open)).toEqual([]);
});

import { add, compare, decimal, decimalText } from "../contracts/index.ts";
import type { Json } from "../kernel/command.ts";
import type { RecordWrite, RowProblem } from "../objects/index.ts";
import type { Stage } from "./renewal-type.ts";
import { orderTiming, type TimingPolicy } from "./timing.ts";

export type Surroundings = {
  readonly currency: string;
  readonly stages: readonly Stage[];
  readonly policy: TimingPolicy;
  readonly now: string;
};

/**
 * Fills in what follows from the rest of a renewal (stage, target, forecast from delta, what an imported outcome implies)
 * and says what does not fit together.
 */
export function completeRenewal(write: RecordWrite, around: Surroundings): RowProblem[] {
  const { row, isNew, before, after, extras } = write;
  after.currency ??= around.currency;
  after.stage ??= around.stages.find((stage) => stage.kind === "open")?.slug ?? null;
  if (isNew ? (after.targetArr ?? null) !== null : isChanged(before.targetArr, after.targetArr))
    after.isTargetStated = true;
  after.targetArr ??= "0";
  if (!isNew && before.ownerId !== after.ownerId) after.isOwnerPinned = after.ownerId !== null;
  if (isNew && (after.ownerId ?? null) !== null) after.isOwnerPinned = true;
  const problems = [...applyDelta(write, extras.deltaArr), ...checkLikelihood(row, after.likelihoodHuman)];
  problems.push(...applyOutcome(write, around), ...checkAmounts(write));
  return problems;
}

function applyDelta({ row, after }: RecordWrite, delta: unknown): RowProblem[] {
  if (delta === undefined) return [];
  if (delta === null || delta === "") {
    after.forecastArr = null;
    return [];
  }
  try {
    after.forecastArr = decimalText(add(decimal(String(after.targetArr)), decimal(String(delta))));
    return [];
  } catch {
    return [{ row, path: "deltaArr", message: `“${delta}” is not a number` }];
  }
}

/** What a customer will pay cannot be less than nothing; a lost one is forecast at 0. */
function checkAmounts({ row, before, after, extras }: RecordWrite): RowProblem[] {
  const amounts = { targetArr: "The target", forecastArr: "The forecast", finalArr: "The final amount" };
  return Object.entries(amounts).flatMap(([field, label]) => {
    const value = after[field] ?? null;
    if (value === null || before[field] === value || compare(decimal(String(value)), decimal("0")) >= 0)
      return [];
    const path = field === "forecastArr" && extras.deltaArr !== undefined ? "deltaArr" : field;
    return [{ row, path, message: `${label} would be ${value}: it cannot be below 0` }];
  });
}

function checkLikelihood(row: number, likelihood: Json | undefined): RowProblem[] {
  if (likelihood === null || likelihood === undefined) return [];
  const value = Number(likelihood);
  if (value >= 0 && value <= 1) return [];
  return [{ row, path: "likelihoodHuman", message: "from 0 to 1: 0.8 for 80 %" }];
}

/**
 * A record of the past brings its outcome with it, or a stage that means one. It keeps what its source says and moves no
 * contract: that is for those who record an outcome here.
 */
function applyOutcome(
  { row, isNew, before, after }: RecordWrite,
  { stages, policy, now }: Surroundings,
): RowProblem[] {
  const kind = stages.find((stage) => stage.slug === after.stage)?.kind;
  const isNewStage = isNew || before.stage !== after.stage;
  const isNewOutcome = isNew || before.outcome !== after.outcome;
  if (isNewStage && !isNewOutcome && before.outcome === null && kind !== "open") {
    after.outcome = kind === "won" ? "renewed" : "churned";
  } else if (isNew && (after.outcome ?? null) === null && kind !== "open") {
    after.outcome = kind === "won" ? "renewed" : "churned";
  }
  if ((after.outcome ?? null) === null) {
    return (before.outcome ?? null) === null
      ? []
      : [{ row, path: "outcome", message: "undo it with DELETE /renewals/:id/outcome" }];
  }
  if (before.outcome !== null && before.outcome !== undefined && before.outcome !== after.outcome) {
    return [{ row, path: "outcome", message: "has another outcome already; undo that first" }];
  }
  const wanted = after.outcome === "renewed" ? "won" : "lost";
  if (kind !== wanted)
    after.stage = stages.find((stage) => stage.kind === wanted)?.slug ?? after.stage ?? null;
  after.finalArr =
    after.outcome === "churned" ? "0" : (after.finalArr ?? after.forecastArr ?? after.targetArr ?? null);
  after.closedAt ??= now;
  if (after.outcome === "renewed" && typeof after.orderedOn === "string" && typeof after.dueOn === "string") {
    after.timing = orderTiming(
      Temporal.PlainDate.from(after.dueOn),
      Temporal.PlainDate.from(after.orderedOn),
      policy,
    );
  }
  return [];
}

function isChanged(left: Json | undefined, right: Json | undefined): boolean {
  if ((left ?? null) === null || (right ?? null) === null) return (left ?? null) !== (right ?? null);
  return compare(decimal(String(left)), decimal(String(right))) !== 0;
}

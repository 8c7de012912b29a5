/** The logistic function: log-odds to a probability. */
export function probabilityOf(logOdds: number): number {
  return logOdds >= 0 ? 1 / (1 + Math.exp(-logOdds)) : Math.exp(logOdds) / (1 + Math.exp(logOdds));
}

/** The log-odds of a probability strictly between 0 and 1. */
export function logOddsOf(probability: number): number {
  return Math.log(probability / (1 - probability));
}

export type Fitted = { intercept: number; weights: number[]; iterations: number; hasConverged: boolean };
export type FitInput = {
  /** One row of predictors an observation; all of one length. */
  rows: readonly (readonly number[])[];
  /** True where the event happened. */
  outcomes: readonly boolean[];
  /** How much each observation counts; 1 for one of its own. */
  counts: readonly number[];
  /** L2: half of it times Σ weight² is added to the loss. The intercept is not held back. Above zero. */
  strength: number;
};

const mostIterations = 50;
const smallStep = 1e-9;

/**
 * Logistic regression with an L2 penalty, by Newton's method (iteratively reweighted least squares: Hastie, Tibshirani,
 * Friedman, The Elements of Statistical Learning, 4.4.1 and 4.4.4). The loss is strictly convex in the weights, so there is
 * one answer; a step that would raise the loss is halved.
 */
export function fitLogistic({ rows, outcomes, counts, strength }: FitInput): Fitted {
  const width = (rows[0]?.length ?? 0) + 1;
  const design = rows.map((row) => [1, ...row]);
  const penalty = (place: number) => (place === 0 ? 0 : strength);
  let beta = startOf(width, outcomes, counts);
  let loss = lossOf(design, outcomes, counts, beta, penalty);
  for (let iteration = 1; iteration <= mostIterations; iteration += 1) {
    const step = newtonStep(design, outcomes, counts, beta, penalty);
    let share = 1;
    let next = moved(beta, step, share);
    let nextLoss = lossOf(design, outcomes, counts, next, penalty);
    while (nextLoss > loss && share > 1e-6) {
      share /= 2;
      next = moved(beta, step, share);
      nextLoss = lossOf(design, outcomes, counts, next, penalty);
    }
    const isStill = step.every((part) => Math.abs(part * share) < smallStep);
    beta = next;
    loss = nextLoss;
    if (isStill) return fittedOf(beta, iteration, true);
  }
  return fittedOf(beta, mostIterations, false);
}

function fittedOf(beta: readonly number[], iterations: number, hasConverged: boolean): Fitted {
  const [intercept = 0, ...weights] = beta;
  return { intercept, weights, iterations, hasConverged };
}

/** The intercept at the share of events, drawn in by half an event each way; no weights. */
function startOf(width: number, outcomes: readonly boolean[], counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const events = counts.reduce((sum, count, at) => sum + (outcomes[at] ? count : 0), 0);
  return [logOddsOf((events + 0.5) / (total + 1)), ...new Array<number>(width - 1).fill(0)];
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let place = 0; place < a.length; place += 1) sum += (a[place] ?? 0) * (b[place] ?? 0);
  return sum;
}

function moved(beta: readonly number[], step: readonly number[], share: number): number[] {
  return beta.map((value, place) => value + share * (step[place] ?? 0));
}

type Penalty = (place: number) => number;

function lossOf(
  design: readonly (readonly number[])[],
  outcomes: readonly boolean[],
  counts: readonly number[],
  beta: readonly number[],
  penalty: Penalty,
): number {
  let loss = 0;
  for (const [at, row] of design.entries()) {
    const logOdds = dot(row, beta);
    // −log of the probability of what happened, without overflow.
    const against = outcomes[at] ? -logOdds : logOdds;
    loss += (counts[at] ?? 0) * (Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against))));
  }
  for (const [place, value] of beta.entries()) loss += (penalty(place) * value * value) / 2;
  return loss;
}

function newtonStep(
  design: readonly (readonly number[])[],
  outcomes: readonly boolean[],
  counts: readonly number[],
  beta: readonly number[],
  penalty: Penalty,
): number[] {
  const width = beta.length;
  const gradient = beta.map((value, place) => -penalty(place) * value);
  const hessian = beta.map((_, place) =>
    Array.from({ length: width }, (__, other) => (place === other ? penalty(place) + 1e-9 : 0)),
  );
  for (const [at, row] of design.entries()) {
    const probability = probabilityOf(dot(row, beta));
    const count = counts[at] ?? 0;
    const residual = count * ((outcomes[at] ? 1 : 0) - probability);
    const curvature = count * probability * (1 - probability);
    for (let place = 0; place < width; place += 1) {
      const value = row[place] ?? 0;
      gradient[place] = (gradient[place] ?? 0) + residual * value;
      const line = hessian[place] ?? [];
      for (let other = 0; other <= place; other += 1) {
        line[other] = (line[other] ?? 0) + curvature * value * (row[other] ?? 0);
      }
    }
  }
  return solvePositive(hessian, gradient);
}

/** Solves `matrix · x = right` for a symmetric positive definite matrix (its lower half is read), by Cholesky. */
function solvePositive(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const lower: number[][] = [];
  for (let row = 0; row < size; row += 1) {
    const line: number[] = [];
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row]?.[column] ?? 0;
      const other = column === row ? line : (lower[column] ?? []);
      for (let k = 0; k < column; k += 1) sum -= (line[k] ?? 0) * (other[k] ?? 0);
      line.push(column === row ? Math.sqrt(sum) : sum / (other[column] ?? 1));
    }
    lower.push(line);
  }
  const forward: number[] = [];
  for (let row = 0; row < size; row += 1) {
    let sum = right[row] ?? 0;
    for (let k = 0; k < row; k += 1) sum -= (lower[row]?.[k] ?? 0) * (forward[k] ?? 0);
    forward.push(sum / (lower[row]?.[row] ?? 1));
  }
  const solution = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = forward[row] ?? 0;
    for (let k = row + 1; k < size; k += 1) sum -= (lower[k]?.[row] ?? 0) * (solution[k] ?? 0);
    solution[row] = sum / (lower[row]?.[row] ?? 1);
  }
  return solution;
}

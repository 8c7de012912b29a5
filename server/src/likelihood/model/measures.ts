/** A likelihood that was given, and whether the renewal renewed. */
export type Judged = { likelihood: number; isRenewed: boolean };

/**
 * Area under the ROC curve: how often of a renewed and a lost one, taken at random, the renewed one had the higher
 * likelihood; ties count half (Mann–Whitney U). Null where there are not both.
 */
export function areaUnderCurve(judged: readonly Judged[]): number | null {
  const renewed = judged.filter((one) => one.isRenewed).length;
  const lost = judged.length - renewed;
  if (renewed === 0 || lost === 0) return null;
  const sorted = [...judged].sort((a, b) => a.likelihood - b.likelihood);
  let rankSum = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to]?.likelihood === sorted[from]?.likelihood) to += 1;
    const middle = (from + 1 + to) / 2;
    for (let at = from; at < to; at += 1) if (sorted[at]?.isRenewed) rankSum += middle;
    from = to;
  }
  return (rankSum - (renewed * (renewed + 1)) / 2) / (renewed * lost);
}

/** Brier score: the mean squared distance of the likelihood from what happened (1 or 0). Smaller is better. */
export function brierScore(judged: readonly Judged[]): number | null {
  if (judged.length === 0) return null;
  const sum = judged.reduce((total, one) => total + (one.likelihood - (one.isRenewed ? 1 : 0)) ** 2, 0);
  return sum / judged.length;
}

export type CalibrationBin = {
  count: number;
  /** The mean likelihood given. */
  predicted: number;
  /** The share that renewed. */
  renewed: number;
  /** Where the true share lies with 95 % confidence, given how few these are (Wilson's interval). */
  low: number;
  high: number;
};

const fewestInBin = 25;

/** Likelihoods in bins of equal number, from the lowest up, each beside the share that renewed. */
export function calibrationOf(judged: readonly Judged[]): CalibrationBin[] {
  const sorted = [...judged].sort((a, b) => a.likelihood - b.likelihood);
  const bins = Math.max(1, Math.min(10, Math.floor(sorted.length / fewestInBin)));
  return Array.from({ length: sorted.length === 0 ? 0 : bins }, (_, bin) => {
    const from = Math.floor((bin * sorted.length) / bins);
    const members = sorted.slice(from, Math.floor(((bin + 1) * sorted.length) / bins));
    const count = members.length;
    const renewed = members.filter((one) => one.isRenewed).length / count;
    const predicted = members.reduce((sum, one) => sum + one.likelihood, 0) / count;
    return { count, predicted, renewed, ...wilson(renewed, count) };
  });
}

function wilson(share: number, count: number): { low: number; high: number } {
  const z = 1.959964;
  const scale = 1 + (z * z) / count;
  const centre = (share + (z * z) / (2 * count)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

export type Lift = {
  /** The share of renewals looked at first: those with the lowest likelihood. */
  share: number;
  /** Of all losses, how many are among them. */
  caught: number;
  /** `caught` over `share`: how many times better than looking at random. */
  lift: number;
};

/** What one finds when one looks at the lowest likelihoods first. */
export function liftOf(judged: readonly Judged[]): Lift[] {
  const sorted = [...judged].sort((a, b) => a.likelihood - b.likelihood);
  const lost = sorted.filter((one) => !one.isRenewed).length;
  if (lost === 0) return [];
  return [0.1, 0.2, 0.3].map((share) => {
    const first = sorted.slice(0, Math.max(1, Math.round(sorted.length * share)));
    const caught = first.filter((one) => !one.isRenewed).length / lost;
    return { share, caught, lift: caught / (first.length / sorted.length) };
  });
}

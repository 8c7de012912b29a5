/** Reproducible randomness (mulberry32, public domain by T. Ettinger): the same seed gives the same company. */
export type Random = {
  /** Uniform in [0, 1). */
  next(): number;
  /** Whole number in [from, to]. */
  whole(from: number, to: number): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
  isTrue(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Picks by weight; weights are any positive numbers. */
  pickWeighted<T>(items: readonly (readonly [T, number])[]): T;
};

/** Randomness of its own for a part of the company, so that one part can grow without changing the others. */
export function randomOf(seed: string): Random {
  let state = 2_166_136_261;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(next() * items.length)];
    if (item === undefined) throw new RangeError("nothing to pick from");
    return item;
  };
  return {
    next,
    whole,
    pick,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    isTrue: (probability) => next() < probability,
    pickWeighted(items) {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) {
        left -= weight;
        if (left < 0) return item;
      }
      return pick(items)[0];
    },
  };
}

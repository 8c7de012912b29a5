import { caseOrbits } from "../values/fold-case.ts";

/** Code points from the first to the last, both included. */
export type CodePointRange = readonly [number, number];
/** A set of code points: ranges in order, apart from one another. */
export type CodePoints = readonly CodePointRange[];

const last = 0x10ffff;

/** The ranges in order, with those that meet made one. */
export function codePoints(ranges: readonly CodePointRange[]): CodePoints {
  const joined: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const before = joined.at(-1);
    if (before !== undefined && from <= before[1] + 1) before[1] = Math.max(before[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** Every code point that is not in the set. */
export function complementOf(set: CodePoints): CodePoints {
  const rest: CodePointRange[] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) rest.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= last) rest.push([next, last]);
  return rest;
}

export function holdsCodePoint(set: CodePoints, codePoint: number): boolean {
  let low = 0;
  let high = set.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = set[middle] as CodePointRange;
    if (codePoint < from) high = middle - 1;
    else if (codePoint > to) low = middle + 1;
    else return true;
  }
  return false;
}

/** The set with every letter in all its cases, as texts are compared everywhere in rules. */
export function blindToCase(set: CodePoints): CodePoints {
  const more: CodePointRange[] = [];
  for (const orbit of caseOrbits()) {
    if (!orbit.some((letter) => holdsCodePoint(set, letter))) continue;
    for (const letter of orbit) more.push([letter, letter]);
  }
  return more.length === 0 ? set : codePoints([...set, ...more]);
}

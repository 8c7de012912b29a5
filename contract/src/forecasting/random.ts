/**
 * Random numbers that are the same for the same text everywhere: whole-number arithmetic alone, no engine's mathematics.
 * The generator is Chris Doty-Humphrey's sfc32 (PractRand); the seed is spread by Bob Jenkins's one-at-a-time hash.
 */
export type Seed = { a: number; b: number; c: number };

/** Three words from a text. */
export function seedOf(text: string): Seed {
  return { a: hashOf(text, 0x9e3779b9), b: hashOf(text, 0x243f6a88), c: hashOf(text, 0xb7e15162) };
}

function hashOf(text: string, start: number): number {
  let hash = start;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash + text.charCodeAt(at), 1025) | 0;
    hash ^= hash >>> 6;
  }
  hash = Math.imul(hash, 9) | 0;
  hash ^= hash >>> 11;
  return Math.imul(hash, 32769) | 0;
}

/** Draws so many uniform whole numbers from 0 to 2³² − 1. */
export function uniforms(text: string, count: number): Uint32Array {
  const draws = new Uint32Array(count);
  let { a, b, c } = seedOf(text);
  let counter = 1;
  for (let at = -warmUp; at < count; at += 1) {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    if (at >= 0) draws[at] = sum;
  }
  return draws;
}

/** Draws that are thrown away before the first, so that texts that differ little begin differently. */
export const warmUp = 12;

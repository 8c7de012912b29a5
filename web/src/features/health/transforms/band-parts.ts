import type { Transform } from "@perennial/contract";

type Bands = Extract<Transform, { kind: "bands" }>;

/** Cuts the last band in two, so that the ranges still follow one another without a gap. */
export function withOneBandMore({ kind, bands }: Bands): Bands {
  const last = bands.at(-1);
  if (!last) return { kind, bands };
  const border = (last.from ?? 0) + 10;
  return { kind, bands: [...bands.slice(0, -1), { ...last, to: border }, { ...last, from: border }] };
}

/** Takes the last band away; the one before it then has its open end. */
export function withOneBandLess({ kind, bands }: Bands): Bands {
  if (bands.length < 2) return { kind, bands };
  const end = bands.at(-1)?.to ?? null;
  const rest = bands.slice(0, -1);
  return {
    kind,
    bands: rest.map((band, index) => (index === rest.length - 1 ? { ...band, to: end } : band)),
  };
}

/** Moves the border between two bands: where one ends, the next begins, so that no value falls between them. */
export function withBorder({ kind, bands }: Bands, at: number, border: number): Bands {
  return {
    kind,
    bands: bands.map((band, index) =>
      index === at ? { ...band, to: border } : index === at + 1 ? { ...band, from: border } : band,
    ),
  };
}

/** Gives a band other points. */
export function withPoints({ kind, bands }: Bands, at: number, points: number): Bands {
  return { kind, bands: bands.map((band, index) => (index === at ? { ...band, points } : band)) };
}

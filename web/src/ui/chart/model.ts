import { formatMoneyExact, formatMoneyShort, formatNumber, formatPercent, withSign } from "../format.ts";

export type ChartKind = "bar" | "stacked-bar" | "line" | "area" | "waterfall" | "pie" | "donut";
/** Number of a chart token: 1 commit and now, 2 likely, 3 at risk, 4 churn and loss, 5 before and other, 6 gain. */
export type ChartColour = 1 | 2 | 3 | 4 | 5 | 6;
/** What the numbers are. Percent takes fractions. */
export type ChartUnit = { currency: string } | { percent: true } | { noun?: string };

export type ChartSeries = {
  name: string;
  /** One per category; null where there is nothing. Decimal strings stay exact in words. */
  values: readonly (string | number | null)[];
  colour?: ChartColour;
  /** A colour for single categories: of a pie's slices, of a waterfall's steps. */
  colours?: readonly (ChartColour | undefined)[];
};

/** A bar, point or slice. */
export type ChartMark = {
  category: string;
  categoryAt: number;
  series: string;
  seriesAt: number;
  value: string | number;
};

/** What is drawn, without how. */
export type ChartContent = {
  kind: ChartKind;
  categories: readonly string[];
  series: readonly ChartSeries[];
  unit: ChartUnit;
  /** Categories of a waterfall that are levels, not changes; the first and the last unless said. */
  levels?: readonly number[] | undefined;
  /** Where a waterfall's bars begin, when zero would hide the changes. Say so in the subtitle. */
  baseline?: number | undefined;
  /** Ends of a line's axis, where the whole of what can be is known, as of a score; otherwise it closes in on the line. */
  range?: { min: number; max: number } | undefined;
};

/** Whether there is anything to draw. */
export function isEmpty({ series }: ChartContent): boolean {
  return !series.some(({ values }) => values.some((value) => value !== null && Number(value) !== 0));
}

/** How far apart names at the ends of lines must be to be read, as a part of the axis. */
const nameHeight = 0.08;

/** Whether each line can carry its name at its end; where they end close together, a legend names them instead. */
export function namesAtEnds({ kind, series }: ChartContent): boolean {
  if (kind !== "line") return false;
  const numbersOf = (values: readonly (string | number | null)[]) =>
    values.filter((value) => value !== null).map(Number);
  const all = series.flatMap(({ values }) => numbersOf(values));
  const ends = series.map(({ values }) => numbersOf(values).at(-1) ?? 0).sort((one, other) => one - other);
  const range = Math.max(...all) - Math.min(...all);
  return ends.every((end, at) => at === 0 || end - (ends[at - 1] ?? 0) >= nameHeight * range);
}

/** Every mark, category by category, as the keyboard walks them. */
export function marksOf({ categories, series }: ChartContent): ChartMark[] {
  return categories.flatMap((category, categoryAt) =>
    series.flatMap(({ name, values }, seriesAt) => {
      const value = values[categoryAt] ?? null;
      return value === null ? [] : [{ category, categoryAt, series: name, seriesAt, value }];
    }),
  );
}

/** A value short enough for a label. */
export function shortText(value: string | number, unit: ChartUnit): string {
  if ("currency" in unit) return formatMoneyShort(value, unit.currency);
  if ("percent" in unit) return formatPercent(value);
  return Math.abs(Number(value)) >= 10_000 ? formatMoneyShort(value) : formatNumber(value, 1);
}

/** A value beside an axis: without decimals that say nothing. */
export function tickText(value: number, unit: ChartUnit): string {
  return shortText(value, unit).replace(/\.0+(?=\D|$)/, "");
}

/** A value with every digit, for the tooltip and the table. */
export function exactText(value: string | number, unit: ChartUnit): string {
  if ("currency" in unit) return formatMoneyExact(value, unit.currency, true);
  if ("percent" in unit) return formatPercent(value, 2);
  return `${formatNumber(value, 4)}${unit.noun ? ` ${unit.noun}` : ""}`;
}

/** The sum over the series of a category; null when nothing is there. */
export function totalAt({ series }: ChartContent, categoryAt: number): number | null {
  const values = series.map(({ values: all }) => all[categoryAt] ?? null).filter((value) => value !== null);
  return values.length ? values.reduce<number>((sum, value) => sum + Number(value), 0) : null;
}

/** A step of a waterfall: from where to where its bar reaches, and what it says. */
export type WaterfallStep = {
  from: number;
  to: number;
  label: string;
  colour: ChartColour;
  isLevel: boolean;
};

/** Levels stand on the baseline; changes hang where the last step ended. */
export function waterfallSteps(content: ChartContent): WaterfallStep[] {
  const { categories, series, unit, baseline = 0 } = content;
  const [first] = series;
  const levels = content.levels ?? [0, categories.length - 1];
  let reached = 0;
  return categories.map((_, at) => {
    const value = Number(first?.values[at] ?? 0);
    const isLevel = levels.includes(at);
    const from = isLevel ? baseline : reached;
    reached = isLevel ? value : reached + value;
    const usual: ChartColour = isLevel ? (at === 0 ? 5 : 1) : value >= 0 ? 6 : 4;
    const text = shortText(value, unit);
    return {
      from,
      to: reached,
      label: isLevel ? text : withSign(text, value),
      colour: first?.colours?.[at] ?? usual,
      isLevel,
    };
  });
}

/** The colour of a series, or of one of its points. */
export function colourOf(series: ChartSeries, seriesAt: number, categoryAt?: number): ChartColour {
  const point = categoryAt === undefined ? undefined : series.colours?.[categoryAt];
  return point ?? series.colour ?? (((seriesAt % 6) + 1) as ChartColour);
}

/** The colour of a pie's slice: its own, else by its place; the last one's is never that of the first, which it touches. */
export function sliceColour(series: ChartSeries, categoryAt: number, count: number): ChartColour {
  const isLikeFirst = categoryAt > 0 && categoryAt === count - 1 && categoryAt % 6 === 0;
  return series.colours?.[categoryAt] ?? (((isLikeFirst ? 2 : categoryAt % 6) + 1) as ChartColour);
}

/** A slice's name and share on one line of so many letters: a long name is cut, its share never. */
export function sliceLabel(name: string, value: string, letters: number): string {
  const left = Math.max(4, letters - (value === "" ? 0 : value.length + 2));
  const shown = name.length > left ? `${name.slice(0, left - 1).trimEnd()}…` : name;
  return value !== "" ? `${shown}  ${value}` : shown;
}

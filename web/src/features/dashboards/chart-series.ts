import type { Aggregate, Option } from "@perennial/contract";
import type { ChartColour, ChartSeries } from "../../ui/chart/model.ts";

/** The same meaning has the same colour everywhere. */
const colours: Record<string, ChartColour> = {
  commit: 1,
  likely: 2,
  at_risk: 3,
  churn_expected: 4,
  closed: 6,
};
const byTone: Record<NonNullable<Option["tone"]>, ChartColour> = {
  good: 6,
  accent: 1,
  warn: 3,
  bad: 4,
  neutral: 5,
};
const inTurn: readonly ChartColour[] = [1, 2, 3, 6, 4, 5];

/** More series than this cannot be told apart: the rest stand together. */
const mostSeries = 6;

type Rows = Aggregate["rows"];

/** The categories of a chart, in their order, and a series for each value of the second grouping. */
export function chartData(
  rows: Rows,
  title: string,
  options: readonly Option[],
  /** Of the first grouping: where its values have a tone, slices have its colour. */
  sliceOptions: readonly Option[] = [],
) {
  const categories = [...new Set(rows.map((row) => row.keys[0]?.label ?? ""))];
  const slices = categories.map((category, at) =>
    colourOf(rows.find((row) => row.keys[0]?.label === category)?.keys[0]?.value ?? null, sliceOptions, at),
  );
  const keys = new Map(rows.map((row) => [row.keys[1]?.value ?? null, row.keys[1]?.label ?? title]));
  const place = (key: string | null) => {
    const at = options.findIndex((option) => option.value === key);
    return key === null ? Number.MAX_SAFE_INTEGER : at < 0 ? options.length : at;
  };
  const ordered = [...keys].sort(([a], [b]) => place(a) - place(b));
  const isSingle = ordered.length === 1 && ordered[0]?.[0] === null;
  const shown = ordered.length > mostSeries ? ordered.slice(0, mostSeries - 1) : ordered;
  const series: ChartSeries[] = shown.map(([key, name], at) => ({
    name,
    colour: isSingle ? 1 : colourOf(key, options, at),
    values: categories.map((category) => valueIn(rows, category, name, title)),
    ...(sliceOptions.some(({ tone }) => tone) ? { colours: slices } : {}),
  }));
  if (shown.length < ordered.length) {
    const names = new Set(shown.map(([, name]) => name));
    series.push({
      name: "All others",
      colour: 5,
      values: categories.map((category) => othersIn(rows, category, names)),
    });
  }
  return { categories, series };
}

function colourOf(key: string | null, options: readonly Option[], at: number): ChartColour {
  if (key === null) return 5;
  const tone = options.find((option) => option.value === key)?.tone;
  return tone ? byTone[tone] : (colours[key] ?? inTurn[at % inTurn.length] ?? 5);
}

function valueIn(rows: Rows, category: string, name: string, title: string): string | null {
  return (
    rows.find((row) => row.keys[0]?.label === category && (row.keys[1]?.label ?? title) === name)?.value ??
    null
  );
}

function othersIn(rows: Rows, category: string, named: ReadonlySet<string>): string | null {
  const others = rows.filter(
    (row) => row.keys[0]?.label === category && !named.has(row.keys[1]?.label ?? ""),
  );
  return others.length === 0 ? null : String(others.reduce((sum, row) => sum + Number(row.value ?? 0), 0));
}

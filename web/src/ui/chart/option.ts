import type { BarSeriesOption, LineSeriesOption, PieSeriesOption } from "echarts/charts";
import type { GridComponentOption } from "echarts/components";
import type { ComposeOption } from "echarts/core";
import type { ChartColours } from "./colours.ts";
import {
  type ChartContent,
  colourOf,
  namesAtEnds,
  shortText,
  sliceColour,
  sliceLabel,
  tickText,
  totalAt,
  waterfallSteps,
} from "./model.ts";

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | PieSeriesOption | GridComponentOption
>;

const font = '"Inter Variable", Inter, system-ui, sans-serif';
const label = (colours: ChartColours) => ({ color: colours.ink2, fontFamily: font, fontSize: 11 });
const numbers = (values: readonly (string | number | null)[]) =>
  values.map((value) => (value === null ? null : Number(value)));

function barSeries(content: ChartContent, colours: ChartColours): BarSeriesOption[] {
  const isStacked = content.kind === "stacked-bar";
  const isFew = content.categories.length * content.series.length <= 16;
  const bars = content.series.map(
    (series, seriesAt): BarSeriesOption => ({
      type: "bar",
      name: series.name,
      data: numbers(series.values).map((value, at) => ({
        value,
        itemStyle: { color: colours.series[colourOf(series, seriesAt, at)] },
      })),
      barMaxWidth: 79,
      barCategoryGap: "26%",
      itemStyle: {
        borderRadius: 1.5,
        ...(isStacked ? { borderColor: colours.surface, borderWidth: 0.5 } : {}),
      },
      emphasis: { focus: "none", itemStyle: { opacity: 0.82 } },
      ...(isStacked ? { stack: "all" } : {}),
      label: {
        ...label(colours),
        show: !isStacked && isFew,
        position: "top",
        formatter: ({ dataIndex }) => shortText(series.values[dataIndex] ?? 0, content.unit),
      },
    }),
  );
  if (!isStacked) return bars;
  // An empty bar on top of the stack carries its total.
  const total: BarSeriesOption = {
    type: "bar",
    stack: "all",
    silent: true,
    data: content.categories.map(() => 0),
    label: {
      ...label(colours),
      show: content.categories.length <= 16,
      position: "top",
      formatter: ({ dataIndex }) => {
        const sum = totalAt(content, dataIndex);
        return sum === null ? "" : shortText(sum, content.unit);
      },
    },
  };
  return [...bars, total];
}

function waterfallSeries(content: ChartContent, colours: ChartColours): BarSeriesOption[] {
  const steps = waterfallSteps(content);
  const hidden: BarSeriesOption = {
    type: "bar",
    stack: "all",
    silent: true,
    itemStyle: { color: "transparent" },
    data: steps.map(({ from, to }) => Math.min(from, to)),
  };
  const shown: BarSeriesOption = {
    type: "bar",
    name: content.series[0]?.name ?? "",
    stack: "all",
    barMaxWidth: 60,
    itemStyle: { borderRadius: 1.5 },
    emphasis: { focus: "none", itemStyle: { opacity: 0.82 } },
    data: steps.map(({ from, to, colour }) => ({
      value: Math.abs(to - from),
      itemStyle: { color: colours.series[colour] },
    })),
    label: {
      ...label(colours),
      show: true,
      position: "top",
      formatter: ({ dataIndex }) => steps[dataIndex]?.label ?? "",
    },
  };
  return [hidden, shown];
}

function lineSeries(content: ChartContent, colours: ChartColours): LineSeriesOption[] {
  return content.series.map((series, seriesAt): LineSeriesOption => {
    const colour = colours.series[colourOf(series, seriesAt)];
    return {
      type: "line",
      name: series.name,
      data: numbers(series.values),
      lineStyle: { color: colour, width: 2 },
      itemStyle: { color: colour },
      symbol: "circle",
      symbolSize: 6,
      showSymbol: content.categories.length <= 24,
      emphasis: { focus: "none", scale: 1.6 },
      ...(content.kind === "area" ? { stack: "all", areaStyle: { color: colour, opacity: 0.22 } } : {}),
      endLabel: {
        ...label(colours),
        show: content.series.length > 1 && namesAtEnds(content),
        formatter: series.name,
      },
    };
  });
}

/** A pie's part of its canvas's height and width, and what its labels take beside it, in pixels. */
const pieRoom = { ofHeight: 0.35, ofWidth: 0.2, line: 6, apart: 4, letter: 5.7, height: 14 } as const;
/** So many slices leave their labels a second line, for the number itself. */
const fewSlices = 5;

function pieSeries(content: ChartContent, { colours, width, height }: Drawing): PieSeriesOption[] {
  const [series] = content.series;
  if (!series) return [];
  const outer = Math.min(height * pieRoom.ofHeight, width * pieRoom.ofWidth);
  const letters = Math.floor((width / 2 - outer - 2 * pieRoom.line - 2 * pieRoom.apart) / pieRoom.letter);
  const isFew = content.categories.length <= fewSlices;
  return [
    {
      type: "pie",
      radius: content.kind === "donut" ? [outer * 0.65, outer] : outer,
      data: content.categories.map((name, at) => ({
        name,
        value: Number(series.values[at] ?? 0),
        itemStyle: {
          color: colours.series[sliceColour(series, at, content.categories.length)],
          borderColor: colours.surface,
          borderWidth: 1.5,
        },
      })),
      emphasis: { scaleSize: 3 },
      labelLine: {
        lineStyle: { color: colours.line },
        length: pieRoom.line,
        length2: pieRoom.line,
      },
      // What finds no place beside the others is in the tooltip and the table.
      labelLayout: { hideOverlap: true },
      label: {
        ...label(colours),
        lineHeight: pieRoom.height,
        alignTo: "edge",
        edgeDistance: pieRoom.apart,
        minMargin: 2,
        overflow: "none",
        formatter: ({ name, dataIndex, percent }) => {
          const share = `${Math.round(percent ?? 0)} %`;
          const number = shortText(series.values[dataIndex] ?? 0, content.unit);
          return isFew
            ? `${sliceLabel(name, "", letters)}\n${number} · ${share}`
            : sliceLabel(name, share, letters);
        },
      },
    },
  ];
}

type Drawing = {
  colours: ChartColours;
  isAnimated: boolean;
  /** Of the canvas, in pixels: labels break to fit. */
  width: number;
  height: number;
};

/** The drawing of a chart. */
export function chartOption(content: ChartContent, drawing: Drawing): ChartOption {
  const { colours, isAnimated, width } = drawing;
  const shared: ChartOption = {
    animation: isAnimated,
    animationDuration: 250,
    textStyle: { fontFamily: font },
  };
  if (content.kind === "pie" || content.kind === "donut")
    return { ...shared, series: pieSeries(content, drawing) };
  const isLine = content.kind === "line" || content.kind === "area";
  const series = isLine
    ? lineSeries(content, colours)
    : content.kind === "waterfall"
      ? waterfallSeries(content, colours)
      : barSeries(content, colours);
  const longest = Math.max(0, ...content.series.map(({ name }) => name.length));
  // Where bars are too many to carry their values.
  const labels = content.categories.length * (content.kind === "bar" ? content.series.length : 1);
  const needsScale = isLine || (content.kind !== "waterfall" && labels > 16);
  return {
    ...shared,
    grid: {
      top: 22,
      left: 4,
      right: isLine && content.series.length > 1 ? Math.min(140, longest * 6 + 14) : 8,
      bottom: 4,
      outerBoundsMode: "same",
    },
    xAxis: {
      type: "category",
      data: [...content.categories],
      axisLine: { show: !needsScale, lineStyle: { color: colours.line } },
      axisTick: { show: false },
      axisLabel: {
        ...label(colours),
        // Few categories are all named, over two lines if need be; of many, as many as fit.
        ...(content.categories.length <= 12 && !isLine
          ? {
              interval: 0,
              overflow: "break",
              lineHeight: 13,
              width: Math.max(40, Math.floor(width / content.categories.length) - 6),
            }
          : { hideOverlap: true }),
      },
      boundaryGap: !isLine,
    },
    yAxis: {
      type: "value",
      show: needsScale,
      // Bars and areas are compared by length, so they begin at zero; a line is read by its slope.
      scale: content.kind === "line",
      ...(content.kind === "waterfall" && content.baseline !== undefined ? { min: content.baseline } : {}),
      ...content.range,
      splitNumber: 4,
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...label(colours), formatter: (value: number) => tickText(value, content.unit) },
    },
    series,
  };
}

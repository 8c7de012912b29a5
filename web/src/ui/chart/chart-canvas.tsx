import { BarChart, LineChart, PieChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { type ECharts, init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { onThemeChange } from "../theme.ts";
import { ChartTooltip } from "./chart-tooltip.tsx";
import { readColours } from "./colours.ts";
import { type ChartContent, type ChartMark, exactText, marksOf } from "./model.ts";
import { chartOption } from "./option.ts";

use([BarChart, LineChart, PieChart, GridComponent, LabelLayout, CanvasRenderer]);

type CanvasProps = {
  title: string;
  content: ChartContent;
  height: number;
  onDrill: ((mark: ChartMark) => void) | undefined;
};
type Pointed = { categoryAt: number; seriesAt: number | null; x: number; y: number };

/** The series of the drawing begin with a hidden one in a waterfall. */
function drawnSeries(content: ChartContent, seriesAt: number): number {
  return content.kind === "waterfall" ? seriesAt + 1 : seriesAt;
}

function markAt(content: ChartContent, drawnAt: number, categoryAt: number): ChartMark | undefined {
  const seriesAt = content.kind === "waterfall" ? 0 : drawnAt;
  return marksOf(content).find((mark) => mark.seriesAt === seriesAt && mark.categoryAt === categoryAt);
}

/** Where a mark is on the canvas, for the tooltip of the keyboard. */
function placeOf(chart: ECharts, content: ChartContent, mark: ChartMark): { x: number; y: number } {
  if (content.kind === "pie" || content.kind === "donut") return { x: chart.getWidth() / 2, y: 24 };
  const [x = 0] = chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [mark.categoryAt, 0]) ?? [];
  return { x, y: chart.getHeight() / 2 };
}

/** The drawing itself, its tooltip, and a button for every mark for those who do not point. */
export function ChartCanvas({ title, content, height, onDrill }: CanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);
  const latest = useRef({ content, onDrill });
  latest.current = { content, onDrill };
  const redraw = useRef<() => void>(() => {});
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const isPie = content.kind === "pie" || content.kind === "donut";

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const drawing = init(element, undefined, { renderer: "canvas" });
    chart.current = drawing;
    drawing.on("click", (event) => {
      const mark = markAt(latest.current.content, event.seriesIndex ?? 0, event.dataIndex);
      if (mark) latest.current.onDrill?.(mark);
    });
    drawing.on("mouseover", (event) => {
      const { kind } = latest.current.content;
      const { offsetX: x = 0, offsetY: y = 0 } = event.event ?? {};
      const seriesAt = kind === "waterfall" ? 0 : (event.seriesIndex ?? 0);
      setPointed({ categoryAt: event.dataIndex, seriesAt, x, y });
    });
    drawing.on("mouseout", () => setPointed((now) => now && { ...now, seriesAt: null }));
    const surface = drawing.getZr();
    surface.on("mousemove", ({ offsetX, offsetY }) => {
      const { kind, categories } = latest.current.content;
      if (kind === "pie" || kind === "donut") return;
      const inside = drawing.containPixel({ gridIndex: 0 }, [offsetX, offsetY]);
      const [at = -1] = inside
        ? (drawing.convertFromPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [offsetX, offsetY]) ?? [])
        : [];
      const categoryAt = Math.round(at);
      if (categoryAt < 0 || categoryAt >= categories.length) return setPointed(null);
      setPointed((now) => ({
        categoryAt,
        seriesAt: now?.categoryAt === categoryAt ? now.seriesAt : null,
        x: offsetX,
        y: offsetY,
      }));
    });
    surface.on("globalout", () => setPointed(null));
    const observer = new ResizeObserver(() => {
      drawing.resize();
      redraw.current();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawing.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const draw = () => {
      const element = frame.current;
      if (!element) return;
      const isAnimated = !matchMedia("(prefers-reduced-motion: reduce)").matches;
      const { clientWidth: width, clientHeight: height } = element;
      const drawing = { colours: readColours(element), isAnimated, width, height };
      chart.current?.setOption(chartOption(content, drawing), { notMerge: true });
    };
    draw();
    redraw.current = draw;
    return onThemeChange(draw);
  }, [content]);

  const point = (mark: ChartMark | null) => {
    const drawing = chart.current;
    if (!drawing) return;
    drawing.dispatchAction({ type: "downplay" });
    if (!mark) return setPointed(null);
    drawing.dispatchAction({
      type: "highlight",
      seriesIndex: drawnSeries(content, mark.seriesAt),
      dataIndex: mark.categoryAt,
    });
    setPointed({ categoryAt: mark.categoryAt, seriesAt: mark.seriesAt, ...placeOf(drawing, content, mark) });
  };

  return (
    <div className="relative rounded-control has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <div ref={frame} aria-hidden style={{ height }} className={onDrill ? "cursor-pointer" : ""} />
      <MarkButtons title={title} content={content} onPoint={point} onDrill={onDrill} />
      {pointed && (
        <ChartTooltip
          content={content}
          {...pointed}
          isLeftHalf={pointed.x < (frame.current?.clientWidth ?? 0) / 2}
          onlySeries={isPie}
          canDrill={Boolean(onDrill)}
        />
      )}
    </div>
  );
}

type MarkButtonsProps = {
  title: string;
  content: ChartContent;
  onPoint: (mark: ChartMark | null) => void;
  onDrill: ((mark: ChartMark) => void) | undefined;
};

/** One stop of Tab for the whole chart; arrows walk the marks, Enter opens one. */
function MarkButtons({ title, content, onPoint, onDrill }: MarkButtonsProps) {
  const marks = useMemo(() => marksOf(content), [content]);
  const [current, setCurrent] = useState(0);
  const group = useRef<HTMLFieldSetElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const mark = marks[current];
    if (!mark) return;
    const sideways = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    const upwards = { ArrowUp: 1, ArrowDown: -1 }[event.key] ?? 0;
    if (!sideways && !upwards) return;
    event.preventDefault();
    const isWanted = (other: ChartMark) =>
      sideways
        ? other.seriesAt === mark.seriesAt && Math.sign(other.categoryAt - mark.categoryAt) === sideways
        : other.categoryAt === mark.categoryAt && Math.sign(other.seriesAt - mark.seriesAt) === upwards;
    const forward = sideways > 0 || upwards > 0;
    const next = forward ? marks.findIndex(isWanted) : marks.findLastIndex(isWanted);
    if (next === -1) return;
    setCurrent(next);
    group.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <fieldset ref={group} onKeyDown={onKeyDown} className="sr-only min-w-0">
      <legend>{`Marks of: ${title}. Arrows move${onDrill ? ", Enter opens the rows" : ""}.`}</legend>
      {marks.map((mark, at) => (
        <button
          key={`${mark.category} ${mark.series}`}
          type="button"
          tabIndex={at === Math.min(current, marks.length - 1) ? 0 : -1}
          onFocus={() => {
            setCurrent(at);
            onPoint(mark);
          }}
          onBlur={() => onPoint(null)}
          onClick={() => onDrill?.(mark)}
        >
          {mark.category}
          {content.series.length > 1 && `, ${mark.series}`}: {exactText(mark.value, content.unit)}
        </button>
      ))}
    </fieldset>
  );
}

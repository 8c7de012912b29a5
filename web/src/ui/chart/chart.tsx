import { ChartNoAxesColumn, Table2 } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { IconButton } from "../button.tsx";
import { Card } from "../card.tsx";
import { cx } from "../class-names.ts";
import { ChartTable } from "./chart-table.tsx";
import {
  type ChartContent,
  type ChartKind,
  type ChartMark,
  type ChartSeries,
  type ChartUnit,
  colourOf,
  isEmpty,
  namesAtEnds,
} from "./model.ts";
import { swatches } from "./swatches.ts";
import { useSameContent } from "./use-same-content.ts";

const ChartCanvas = lazy(() =>
  import("./chart-canvas.tsx").then((module) => ({ default: module.ChartCanvas })),
);

export type ChartProps = {
  /** A statement or a question: “Upcoming renewals by forecast”. */
  title: string;
  /** What is counted, of what, in what unit. */
  subtitle?: ReactNode;
  kind: ChartKind;
  categories: readonly string[];
  /** At most six. Pie, donut and waterfall take one. */
  series: readonly ChartSeries[];
  unit?: ChartUnit;
  levels?: readonly number[];
  baseline?: number;
  range?: { min: number; max: number };
  /** Opens the rows behind a mark: by click, by Enter, and from the table. */
  onDrill?: (mark: ChartMark) => void;
  height?: number;
  /** Said when there is nothing to draw, with what changes that. */
  empty?: ReactNode;
  actions?: ReactNode;
};

const noUnit: ChartUnit = {};

/** The one chart of the product, in its card. The drawing library is loaded when the first chart is shown. */
export function Chart(props: ChartProps) {
  const {
    title,
    subtitle,
    kind,
    categories,
    series,
    unit = noUnit,
    levels,
    baseline,
    range,
    onDrill,
    height = 212,
  } = props;
  const [isTable, setTable] = useState(false);
  const content: ChartContent = useSameContent({ kind, categories, series, unit, levels, baseline, range });
  const hasNothing = isEmpty(content);
  const hasLegend = series.length > 1 && !namesAtEnds(content);
  return (
    <Card
      title={title}
      {...(subtitle ? { subtitle } : {})}
      actions={
        <>
          {props.actions}
          {!hasNothing && (
            <IconButton
              icon={isTable ? ChartNoAxesColumn : Table2}
              label={isTable ? "Show as chart" : "Show as table"}
              aria-pressed={isTable}
              onClick={() => setTable(!isTable)}
            />
          )}
        </>
      }
    >
      {hasNothing && (
        <div style={{ height }} className="flex items-center justify-center text-s text-ink-3">
          {props.empty ?? "Nothing to show for this period."}
        </div>
      )}
      {!hasNothing && isTable && <ChartTable title={title} content={content} onDrill={onDrill} />}
      {!hasNothing && !isTable && (
        <>
          <Suspense fallback={<div style={{ height }} />}>
            <ChartCanvas title={title} content={content} height={height} onDrill={onDrill} />
          </Suspense>
          {hasLegend && (
            <ul className="mt-1.5 flex flex-wrap gap-1.5" aria-label="Colours">
              {series.map((one, at) => (
                <li
                  key={one.name}
                  className="inline-flex items-center gap-1.5 rounded-full bg-sunken px-2 py-px text-s text-ink-2"
                >
                  <span className={cx("size-2 rounded-[2px]", swatches[colourOf(one, at)])} />
                  {one.name}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Card>
  );
}

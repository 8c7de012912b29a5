import { cx } from "../class-names.ts";
import { type ChartContent, colourOf, exactText, sliceColour, totalAt } from "./model.ts";
import { swatches } from "./swatches.ts";

type TooltipProps = {
  content: ChartContent;
  categoryAt: number;
  /** The mark under the pointer, if it is on one. */
  seriesAt: number | null;
  x: number;
  y: number;
  /** The tooltip lies towards the middle, so that it stays on the card. */
  isLeftHalf: boolean;
  onlySeries: boolean;
  canDrill: boolean;
};

/** Exact values of a category, beside the pointer or the mark that has the focus. */
export function ChartTooltip({
  content,
  categoryAt,
  seriesAt,
  x,
  y,
  isLeftHalf,
  onlySeries,
  canDrill,
}: TooltipProps) {
  const total = content.series.length > 1 && content.kind !== "line" ? totalAt(content, categoryAt) : null;
  return (
    <div
      style={{ left: x, top: y }}
      className={cx(
        "pointer-events-none absolute z-20 w-max max-w-72 -translate-y-[calc(100%+10px)] rounded-control border border-line bg-surface px-2.5 py-1.5 text-s shadow-lift",
        !isLeftHalf && "-translate-x-full",
      )}
    >
      <p className="font-semibold">{content.categories[categoryAt]}</p>
      <table>
        <tbody>
          {content.series.map((series, at) => {
            const value = series.values[categoryAt] ?? null;
            const colour = onlySeries
              ? sliceColour(series, categoryAt, content.categories.length)
              : colourOf(series, at, categoryAt);
            return (
              <tr
                key={series.name}
                className={cx(at === seriesAt && content.series.length > 1 && "font-semibold")}
              >
                <td className="pr-4 text-ink-2">
                  {content.kind !== "waterfall" && (
                    <span className={cx("mr-1.5 inline-block size-2 rounded-[2px]", swatches[colour])} />
                  )}
                  {series.name}
                </td>
                <td className="text-right">{value === null ? "–" : exactText(value, content.unit)}</td>
              </tr>
            );
          })}
          {total !== null && (
            <tr className="border-t border-line">
              <td className="pr-4 text-ink-2">Total</td>
              <td className="text-right">{exactText(total, content.unit)}</td>
            </tr>
          )}
        </tbody>
      </table>
      {canDrill && <p className="text-xs text-ink-3">Click or Enter opens the rows</p>}
    </div>
  );
}

import { type ChartContent, type ChartMark, exactText, marksOf, totalAt } from "./model.ts";

type TableProps = { title: string; content: ChartContent; onDrill: ((mark: ChartMark) => void) | undefined };

/** The same numbers as a table, for reading and copying. */
export function ChartTable({ title, content, onDrill }: TableProps) {
  const marks = marksOf(content);
  const hasTotal = content.series.length > 1 && content.kind !== "line";
  const cell = "h-8 border-b border-line px-2 text-right";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="max-h-72 overflow-auto" aria-label={`Table: ${title}`} tabIndex={0}>
      <table className="w-full">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr className="text-s text-ink-2">
            <td className="h-7 border-b border-line" />
            {content.series.map(({ name }) => (
              <th key={name} scope="col" className="border-b border-line px-2 text-right font-medium">
                {name}
              </th>
            ))}
            {hasTotal && (
              <th scope="col" className="border-b border-line px-2 text-right font-medium">
                Total
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {content.categories.map((category, categoryAt) => {
            const total = totalAt(content, categoryAt);
            return (
              <tr key={category}>
                <th scope="row" className="border-b border-line px-2 text-left font-normal">
                  {category}
                </th>
                {content.series.map(({ name }, seriesAt) => {
                  const mark = marks.find(
                    (one) => one.categoryAt === categoryAt && one.seriesAt === seriesAt,
                  );
                  const text = mark ? exactText(mark.value, content.unit) : "–";
                  return (
                    <td key={name} className={cell}>
                      {mark && onDrill ? (
                        <button type="button" onClick={() => onDrill(mark)} className="hover:underline">
                          {text}
                        </button>
                      ) : (
                        text
                      )}
                    </td>
                  );
                })}
                {hasTotal && (
                  <td className={cell}>{total === null ? "–" : exactText(total, content.unit)}</td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

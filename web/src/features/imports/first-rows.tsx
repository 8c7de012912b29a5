import type { ImportDetail } from "@perennial/contract";
import { Card } from "../../ui/card.tsx";

/** The first rows of the file as they were read. */
export function FirstRows({ one }: { one: ImportDetail }) {
  if (one.firstRows.length === 0) return null;
  return (
    <Card title="The first rows">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="max-h-80 overflow-auto" tabIndex={0} aria-label="The first rows of the file">
        <table className="w-full text-s">
          <thead>
            <tr>
              {one.columns.map(({ column }) => (
                <th
                  key={column}
                  scope="col"
                  className="sticky top-0 border-b border-line bg-surface py-1.5 pr-4 text-left font-medium whitespace-nowrap text-ink-2"
                >
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {one.firstRows.map((values, row) => (
              <tr key={row} className="border-b border-line last:border-0">
                {one.columns.map(({ column }, at) => (
                  <td key={column} className="max-w-60 truncate py-1 pr-4 whitespace-nowrap">
                    {values[at]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}

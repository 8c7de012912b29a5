import type { ReactNode } from "react";
import { type LateFact, LateFacts } from "./late-facts.tsx";

type RestatedRow = {
  key: string;
  name: ReactNode;
  knownThen: ReactNode;
  knownNow: ReactNode;
  facts: readonly LateFact[];
};

const head = "py-1 font-medium whitespace-nowrap";

/** Figures of a past day as they were known then and as they are known now, with the facts that came in between. */
export function RestatedTable({ what, rows }: { what: string; rows: readonly RestatedRow[] }) {
  return (
    <table className="w-full text-m">
      <thead>
        <tr className="text-left text-s text-ink-2">
          <th scope="col" className={`${head} pr-3`}>
            {what}
          </th>
          <th scope="col" className={`${head} px-3 text-right`}>
            Known then
          </th>
          <th scope="col" className={`${head} px-3 text-right`}>
            Known now
          </th>
          <th scope="col" className={`${head} pl-3`}>
            Because
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} className="border-t border-line align-top">
            <th scope="row" className="py-1.5 pr-3 text-left font-medium whitespace-nowrap">
              {row.name}
            </th>
            <td className="px-3 py-1.5 text-right whitespace-nowrap text-ink-2 tabular-nums">
              {row.knownThen}
            </td>
            <td className="px-3 py-1.5 text-right font-semibold whitespace-nowrap tabular-nums">
              {row.knownNow}
            </td>
            <td className="w-full py-1.5 pl-3">
              <LateFacts facts={row.facts} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

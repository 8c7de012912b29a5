import type { ImportDryRun } from "@perennial/contract";
import type { ReactNode } from "react";
import { formatCount, formatNumber } from "../../ui/format.ts";

type Reject = ImportDryRun["rejects"][number];

/** Refused rows: where, what stands there, and why. */
export function RejectTable({
  rejects,
  total,
  actions,
}: {
  rejects: readonly Reject[];
  total: number;
  actions?: ReactNode;
}) {
  return (
    <section aria-label="Rejected rows" className="min-w-0 overflow-x-auto">
      <div className="mb-1 flex items-center justify-between gap-2">
        <h3 className="text-s font-medium text-ink-2">{formatCount(total, "rejected row")}</h3>
        {actions}
      </div>
      <table className="w-full text-s">
        <thead className="sr-only">
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Column</th>
            <th scope="col">Value</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {rejects.map(({ line, column, value, reason }, at) => (
            <tr key={at} className="border-b border-line last:border-0">
              <td className="py-1 pr-3 align-top whitespace-nowrap text-ink-3">Line {formatNumber(line)}</td>
              <td className="py-1 pr-3 align-top font-medium">{column}</td>
              <td className="max-w-48 truncate py-1 pr-3 align-top">{value}</td>
              <td className="py-1 align-top text-ink-2">{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Contradictions by kind; with `onOpen`, each opens its rows. */
export function FindingList({
  findings,
  chosen,
  onOpen,
}: {
  findings: ImportDryRun["findings"];
  chosen?: string;
  onOpen?: (kind: string) => void;
}) {
  return (
    <section aria-label="Contradictions" className="min-w-0">
      <h3 className="mb-1 text-s font-medium text-ink-2">Contradictions found</h3>
      <ul className="text-m">
        {findings.map(({ kind, title, count }) => (
          <li key={kind} className="border-b border-line last:border-0">
            {onOpen ? (
              <button
                type="button"
                aria-expanded={chosen === kind}
                onClick={() => onOpen(kind)}
                className="flex w-full justify-between gap-3 rounded-small py-1.5 text-left hover:bg-sunken"
              >
                <span>{sentence(title)}</span>
                <span className="font-medium">{formatNumber(count)}</span>
              </button>
            ) : (
              <span className="flex justify-between gap-3 py-1.5">
                <span>{sentence(title)}</span>
                <span className="font-medium">{formatNumber(count)}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const sentence = (title: string): string => title.slice(0, 1).toUpperCase() + title.slice(1);

import type { ImportDryRun } from "@perennial/contract";
import { Card } from "../../ui/card.tsx";
import { formatNumber } from "../../ui/format.ts";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { fieldLabel } from "./import-words.ts";
import { FindingList, RejectTable } from "./row-tables.tsx";

/** What an import would do: counts, the first changes value by value, the first refused rows, contradictions. */
export function DryRunCard({ dryRun }: { dryRun: ImportDryRun }) {
  const { created, updated, unchanged, rejected, changes, rejects, findings } = dryRun;
  return (
    <Card title="What would happen" subtitle="Nothing has been written yet.">
      <CountStrip counts={{ created, updated, unchanged, rejected }} />
      <div className="grid gap-x-6 gap-y-4 xl:grid-cols-2">
        {changes.length > 0 && (
          <section aria-label="First changes" className="min-w-0 overflow-x-auto">
            <h3 className="mb-1 text-s font-medium text-ink-2">First changes</h3>
            <table className="w-full text-s">
              <tbody>
                {changes.slice(0, 20).map(({ line, record, field, old, new: now }) => (
                  <tr key={`${line} ${field}`} className="border-b border-line last:border-0">
                    <td className="py-1 pr-3 whitespace-nowrap text-ink-3">Line {line}</td>
                    <td className="max-w-40 truncate py-1 pr-3 font-medium">{record}</td>
                    <td className="py-1 pr-3 text-ink-2">{fieldLabel(field.replace(/^\w+:/, ""))}</td>
                    <td className="py-1">
                      <s className="text-ink-3">{valueText(old)}</s> → {valueText(now)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {rejects.length > 0 && <RejectTable rejects={rejects.slice(0, 20)} total={rejected} />}
        {findings.length > 0 && <FindingList findings={findings} />}
      </div>
    </Card>
  );
}

/** The four numbers of an import. */
export function CountStrip({
  counts,
}: {
  counts: Pick<ImportDryRun, "created" | "updated" | "unchanged" | "rejected">;
}) {
  const { created, updated, unchanged, rejected } = counts;
  return (
    <StatStrip
      stats={[
        { label: "New", value: formatNumber(created) },
        { label: "Changed", value: formatNumber(updated) },
        { label: "Unchanged", value: formatNumber(unchanged) },
        {
          label: "Rejected",
          value: formatNumber(rejected),
          ...(rejected > 0 ? { tone: "bad" as const } : {}),
        },
      ]}
    />
  );
}

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.join(", ") : String(value);
}

import { type ImportDetail, listImportFindings, listImportRejects } from "@perennial/contract";
import { Download, Undo2 } from "lucide-react";
import { useState } from "react";
import { usePages } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { formatCount, formatNumber } from "../../ui/format.ts";
import { CountStrip } from "./dry-run-card.tsx";
import type { PartProps } from "./import-progress.tsx";
import { FindingList, RejectTable } from "./row-tables.tsx";

/** What became of the rows: counts, refused ones to repair, contradictions, and the way back. */
export function ImportOutcome({ one, actions, mayWrite }: PartProps) {
  const [isUndoing, setUndoing] = useState(false);
  const { accepted, rejected, total } = one.lines;
  const canUndo =
    mayWrite &&
    one.cannotUndo === null &&
    ["done", "cancelled", "failed"].includes(one.status) &&
    one.counts.created + one.counts.updated > 0;
  return (
    <div className="flex flex-col gap-4">
      <Card
        title={one.status === "cancelled" ? "Stopped before the end" : "What became of the rows"}
        subtitle={`${formatNumber(accepted)} lines accepted and ${formatNumber(rejected)} rejected of ${formatNumber(total)}`}
        actions={
          canUndo && (
            <Button
              variant="danger"
              icon={Undo2}
              busy={actions.undo.isPending}
              onClick={() => setUndoing(true)}
            >
              Undo this import…
            </Button>
          )
        }
      >
        <CountStrip counts={one.counts} />
        {one.cannotUndo && (
          <p className="text-s text-ink-3">This import cannot be undone: {one.cannotUndo}.</p>
        )}
        {one.undo && <UndoReport undo={one.undo} />}
        {actions.undo.error && (
          <p role="alert" className="text-s text-bad">
            {actions.undo.error.message}
          </p>
        )}
      </Card>
      {one.counts.rejected > 0 && <Rejects one={one} />}
      {one.findings.length > 0 && <Findings one={one} />}
      <ConfirmDialog
        open={isUndoing}
        onOpenChange={setUndoing}
        title={`Undo the import of ${one.fileName}?`}
        consequence={`${formatCount(one.counts.created, "new record")} will be archived, and ${formatCount(one.counts.updated, "changed record")} put back to what they were, except where somebody changed them since.`}
        confirmLabel="Undo the import"
        danger
        onConfirm={() => actions.undo.mutate({ params: { id: one.id } })}
      />
    </div>
  );
}

function UndoReport({ undo }: { undo: NonNullable<ImportDetail["undo"]> }) {
  return (
    <div className="text-m text-ink-2">
      <p>
        Undone: {formatCount(undo.archived, "record")} archived, {formatNumber(undo.restored)} put back
        {undo.kept > 0 && `, ${formatCount(undo.kept, "value")} kept that somebody changed since`}.
      </p>
      {undo.cannot.length > 0 && <p className="text-s text-ink-3">Not undone: {undo.cannot.join("; ")}.</p>}
    </div>
  );
}

function Rejects({ one }: { one: ImportDetail }) {
  const rejects = usePages(listImportRejects, { params: { id: one.id }, query: { limit: 50 } });
  const rows = rejects.rows.flatMap(({ line, problems }) =>
    problems.map((problem) => ({ line, ...problem })),
  );
  return (
    <Card>
      <RejectTable
        rejects={rows}
        total={one.counts.rejected}
        actions={
          <a
            href={`/api/v1/imports/${one.id}/rejects.csv`}
            download
            className="inline-flex h-[30px] items-center gap-1.5 rounded-control border border-line-strong bg-surface px-2.5 text-m hover:bg-sunken"
          >
            <Download size={14} aria-hidden />
            Download to repair
          </a>
        }
      />
      {rejects.hasNextPage && (
        <Button
          className="mt-2"
          busy={rejects.isFetchingNextPage}
          onClick={() => void rejects.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </Card>
  );
}

function Findings({ one }: { one: ImportDetail }) {
  const [kind, setKind] = useState<string>();
  return (
    <Card>
      <FindingList
        findings={one.findings}
        {...(kind ? { chosen: kind } : {})}
        onOpen={(next) => setKind(next === kind ? undefined : next)}
      />
      {kind && <FindingRows id={one.id} kind={kind} />}
    </Card>
  );
}

function FindingRows({ id, kind }: { id: string; kind: string }) {
  const findings = usePages(listImportFindings, { params: { id }, query: { kind, limit: 50 } });
  return (
    <section aria-label="Contradictory rows" className="mt-2 overflow-x-auto">
      <table className="w-full text-s">
        <tbody>
          {findings.rows.map(({ line, accountId, message }, at) => (
            <tr key={at} className="border-b border-line last:border-0">
              <td className="py-1 pr-3 whitespace-nowrap text-ink-3">
                {line === null ? "" : `Line ${formatNumber(line)}`}
              </td>
              <td className="w-full py-1">{message}</td>
              <td className="py-1 whitespace-nowrap">
                {accountId && (
                  <a href={`/accounts/${accountId}`} className="text-accent hover:underline">
                    Open the account
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {findings.hasNextPage && (
        <Button
          className="mt-2"
          busy={findings.isFetchingNextPage}
          onClick={() => void findings.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </section>
  );
}

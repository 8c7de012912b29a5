import { useMay } from "../../api/me.ts";
import { Badge } from "../../ui/chip.tsx";
import { formatCount } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { ImportDraft } from "./import-draft.tsx";
import { ImportOutcome } from "./import-outcome.tsx";
import { ImportProgress } from "./import-progress.tsx";
import { isMoving, objectLabel, statusWords } from "./import-words.ts";
import { useImport, useImportActions } from "./use-import.ts";

/** One import from its draft to its outcome. Can be left at any time, and found again in the list. */
export function ImportPage({ params }: { params: { id: string } }) {
  const { data, error, refetch } = useImport(params.id);
  const actions = useImportActions(params.id);
  const mayWrite = useMay("imports.write");
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-64" />;
  const status = statusWords[data.status];
  return (
    <>
      <PageHeader
        title={data.fileName}
        crumbs={[
          { label: "Data", href: "/data" },
          { label: "Imports", href: "/data" },
        ]}
        beside={
          <>
            <Badge tone={status.tone}>{status.label}</Badge>
            <span className="text-s text-ink-2">
              {objectLabel(data.object)} · {formatCount(data.rows, "row")} · ids from {data.source}
            </span>
          </>
        }
      />
      {data.error && (
        <p role="alert" className="mb-3.5 rounded-control bg-bad-soft px-3 py-2 text-s text-bad">
          {data.error}
        </p>
      )}
      {isMoving(data) && <ImportProgress one={data} actions={actions} mayWrite={mayWrite} />}
      {(data.status === "draft" || data.status === "failed") && (
        <ImportDraft key={data.id} one={data} actions={actions} mayWrite={mayWrite} />
      )}
      {!isMoving(data) && data.status !== "draft" && (
        <ImportOutcome one={data} actions={actions} mayWrite={mayWrite} />
      )}
    </>
  );
}

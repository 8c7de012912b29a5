import {
  archiveIndicatorDefinition,
  getIndicatorDefinition,
  type IndicatorDefinition,
  listIndicatorDefinitions,
  restoreIndicatorDefinition,
} from "@perennial/contract";
import { Archive } from "lucide-react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { formatCount } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { DefinitionForm } from "./definition-form.tsx";

const refreshes = [getIndicatorDefinition, listIndicatorDefinitions];

/** One definition: when it is raised, for whom, what it says and when it is over. */
export function IndicatorDefinitionPage({ params }: { params: { slug: string } }) {
  const mayEdit = useMay("indicators.configure");
  const found = useCall(getIndicatorDefinition, { params }, { live: ["indicator", "account"] });
  if (found.error) return <ErrorState error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Skeleton lines={8} />;
  const definition = found.data;
  return (
    <>
      <Head definition={definition} mayEdit={mayEdit} />
      <DefinitionForm
        key={definition.updatedAt}
        definition={definition}
        mayEdit={mayEdit && definition.archivedAt === null}
      />
    </>
  );
}

function Head({ definition, mayEdit }: { definition: IndicatorDefinition; mayEdit: boolean }) {
  const { slug, name, sentence, openCount, holdsCount, problems, pass, archivedAt } = definition;
  const restore = useWrite(restoreIndicatorDefinition, { refreshes });
  const archive = useWrite(archiveIndicatorDefinition, {
    refreshes,
    onSuccess: () => toast({ title: `Archived ${name}`, undo: () => restore.mutate({ params: { slug } }) }),
  });
  return (
    <>
      <PageHeader
        title={name}
        crumbs={[{ label: "Indicators", href: "/indicators" }]}
        beside={
          <span className="text-m text-ink-2">
            {archivedAt && <Badge tone="warn">Archived</Badge>} {openCount} open · true of{" "}
            {formatCount(holdsCount, "account")}
          </span>
        }
        actions={
          mayEdit &&
          (archivedAt ? (
            <Button onClick={() => restore.mutate({ params: { slug } })}>Restore</Button>
          ) : (
            <Button icon={Archive} onClick={() => archive.mutate({ params: { slug } })}>
              Archive
            </Button>
          ))
        }
      />
      {sentence && <p className="mb-3 max-w-3xl text-m text-ink-2">Raised when {sentence}.</p>}
      {archive.error && (
        <p role="alert" className="mb-3 rounded-control bg-bad-soft px-3 py-2 text-s text-bad">
          {archive.error.message}
        </p>
      )}
      {problems.length > 0 && (
        <p role="alert" className="mb-3 rounded-control bg-warn-soft px-3 py-2 text-s text-warn">
          Its condition cannot be asked any more, so nothing changes:{" "}
          {problems.map((each) => each.message).join(" ")}
        </p>
      )}
      {pass && (
        <div className="mb-3">
          <Progress
            label="Working out whom it is raised for"
            done={pass.accountsDone}
            total={pass.accountsTotal ?? undefined}
          />
        </div>
      )}
    </>
  );
}

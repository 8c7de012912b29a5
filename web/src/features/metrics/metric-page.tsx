import { getMetric } from "@perennial/contract";
import { useMay } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { useRuleMaterial } from "../../api/rule-material.ts";
import { Progress } from "../../ui/progress.tsx";
import { SettingsFrame } from "../../ui/settings-frame.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { MetricForm } from "./metric-form.tsx";

/** One metric: what it counts, what it gives for one account, and how it is spread over all. */
export function MetricPage({ params }: { params: { slug: string } }) {
  const isNew = params.slug === "new";
  const mayWrite = useMay("metrics.write");
  const metric = useCall(getMetric, { params }, { enabled: !isNew, live: ["metric"] });
  const { catalog, references, error: catalogError } = useRuleMaterial();
  if (isNew && !mayWrite) return <NoPermissionState what="new metrics" />;
  const error = metric.error ?? catalogError;
  const { data } = metric;
  return (
    <SettingsFrame
      title={data?.name ?? (isNew ? "New metric" : "Metric")}
      intro="A number that is worked out for every account, or every contact, over a window, back over all data that is held, and kept true as facts come in, late ones too."
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void metric.refetch()} />
      ) : !catalog || (!isNew && !data) ? (
        <Skeleton lines={8} />
      ) : (
        <>
          {data?.pass && (
            <div className="mb-4">
              <Progress
                label={`Being worked out for all ${data.object}s`}
                done={data.pass.accountsDone}
                total={data.pass.accountsTotal ?? undefined}
              />
            </div>
          )}
          <MetricForm
            key={data ? `${data.id} ${data.updatedAt} ${data.archivedAt}` : "new"}
            catalog={catalog}
            references={references}
            isReadOnly={!mayWrite || (data?.archivedAt ?? null) !== null}
            {...(data ? { metric: data } : {})}
          />
        </>
      )}
    </SettingsFrame>
  );
}

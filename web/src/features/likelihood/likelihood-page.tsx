import { getLikelihoodVersion, listLikelihoodVersions, trainLikelihood } from "@perennial/contract";
import { z } from "zod";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { toast } from "../../ui/toast.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { BackTestPanel } from "./back-test-panel.tsx";
import { FactorsPanel } from "./factors-panel.tsx";
import { statsOf } from "./likelihood-words.ts";
import { VersionsPanel } from "./versions-panel.tsx";

const pageState = z.object({
  version: z.coerce.number().int().min(1).optional().catch(undefined),
  tab: z.enum(["back-test", "factors", "versions"]).default("back-test").catch("back-test"),
  look: z.enum(["all", "180", "90", "30"]).default("all").catch("all"),
});

/** The likelihood model: what it learned, how it would have done on the past, and what it weighs. */
export function LikelihoodPage() {
  const [state, change] = useUrlState(pageState);
  const list = useCall(listLikelihoodVersions, {}, { live: ["renewal"] });
  const shown = state.version ?? list.data?.items[0]?.version;
  const full = useCall(
    getLikelihoodVersion,
    { params: { version: shown ?? 1 } },
    { enabled: shown !== undefined, keepPrevious: true },
  );
  const error = list.error ?? full.error;
  if (error) return <ErrorState error={error} onRetry={() => list.refetch()} />;
  if (!list.data || (shown !== undefined && !full.data)) return <Skeleton lines={8} />;
  const version = full.data;
  if (!version) {
    return <EmptyState title="There is no version yet">One is made when Perennial starts.</EmptyState>;
  }
  return (
    <>
      <PageHeader
        title="Likelihood model"
        crumbs={[{ label: "Renewals", href: "/renewals" }]}
        beside={
          <>
            <Select
              aria-label="Version"
              options={list.data.items.map((each) => ({
                value: String(each.version),
                label: `Version ${each.version}${each.isInUse ? ", in use" : ""}`,
              }))}
              value={String(version.version)}
              onValueChange={(value) => change({ version: Number(value) })}
            />
            <Badge tone={version.kind === "trained" ? "accent" : "neutral"}>
              {version.kind === "trained" ? "Learned" : "Prior, not learned"}
            </Badge>
          </>
        }
        actions={<TrainButton />}
      />
      <p className="mb-3 max-w-3xl text-m text-ink-2">
        {version.reason} It stands beside what people say of a renewal and never changes it.
      </p>
      <StatStrip label="The model in numbers" stats={statsOf(version)} />
      <Tabs
        label="Parts of the model"
        tabs={[
          { id: "back-test", title: "Back-test" },
          { id: "factors", title: "What it weighs" },
          { id: "versions", title: "Versions", count: list.data.items.length },
        ]}
        value={state.tab}
        onValueChange={(tab) => change({ tab })}
      >
        {state.tab === "versions" ? (
          <VersionsPanel versions={list.data.items} />
        ) : state.tab === "factors" ? (
          <FactorsPanel version={version} />
        ) : version.backTest ? (
          <BackTestPanel test={version.backTest} look={state.look} onLook={(look) => change({ look })} />
        ) : (
          <Card title="There is no back-test yet">
            <p className="max-w-3xl text-m text-ink-2">
              A back-test needs 25 renewals, 5 of them lost, that had closed before the looks it judges. Until
              then nothing is claimed of how good the likelihoods are.
            </p>
          </Card>
        )}
      </Tabs>
    </>
  );
}

function TrainButton() {
  const mayTrain = useMay("likelihood.write");
  const train = useWrite(trainLikelihood, {
    onSuccess: () =>
      toast({ title: "Training has been queued. A new version appears here when it is done." }),
  });
  if (!mayTrain) return null;
  return (
    <Button variant="primary" busy={train.isPending} onClick={() => train.mutate({})}>
      Train anew
    </Button>
  );
}

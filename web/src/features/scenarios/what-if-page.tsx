import { forecastPolicy, listScenarios, type Override, type Scenario } from "@perennial/contract";
import { decimalOfMinor, dueIn, type LikelihoodBasis, outlookOf } from "@perennial/contract/forecasting";
import { useCallback, useMemo, useState } from "react";
import { z } from "zod";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { ruleInUrl } from "../../api/rule-in-url.ts";
import { today } from "../../ui/clock.ts";
import { formatDate, formatPercent } from "../../ui/format.ts";
import { NotSharedNote } from "../../ui/not-shared-note.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { type Stat, StatStrip } from "../../ui/stat-strip.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { Delta, Money } from "../../ui/values.tsx";
import { CompareScenarios } from "./compare-scenarios.tsx";
import { DecisiveTable } from "./decisive-table.tsx";
import type { WhatIfAnswer } from "./live-simulation.ts";
import { ScenarioActions } from "./save-scenario.tsx";
import { spanChoices, spanName, spanOf } from "./spans.ts";
import { SupposePanel } from "./suppose-panel.tsx";
import { useSimulation } from "./use-simulation.ts";
import { useWhatIf } from "./use-what-if.ts";

const pageState = z.object({
  due: spanName.default("180").catch("180"),
  /** Whose likelihoods; the company's policy when left out. */
  basis: z.enum(["model", "people"]).optional().catch(undefined),
  goal: z.enum(["80", "85", "90", "95", "100"]).default("90").catch("90"),
  scenario: z.uuid().optional().catch(undefined),
  /** What another page came with: renewals by their ids, comma-separated, */
  renewals: z.string().max(1000).optional().catch(undefined),
  /** or those of a rule, and what they are called. */
  rule: ruleInUrl,
  label: z.string().max(100).optional().catch(undefined),
});
type PageState = z.output<typeof pageState>;

/** What if some renewals went otherwise: retention, ARR and the range move while one slides. */
export function WhatIfPage() {
  const [state, change] = useUrlState(pageState);
  const list = useCall(listScenarios, {}, { live: ["scenario"] });
  const scenario = list.data?.items.find((each) => each.id === state.scenario);
  const policy = useCall(forecastPolicy.read, {});
  if (list.error) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (policy.error) return <ErrorState error={policy.error} onRetry={() => policy.refetch()} />;
  if (!list.data || !policy.data) return <Skeleton lines={8} />;
  return (
    // Another scenario, or a newer state of it, begins with what it supposes.
    <WhatIf
      key={`${scenario?.id} ${scenario?.updatedAt}`}
      state={state}
      change={change}
      scenarios={list.data.items}
      scenario={scenario}
      basis={state.basis ?? policy.data.likelihoodFirst}
    />
  );
}

/** The suppositions that another page came with, still saying nothing: rows to move sliders of. */
function broughtBy({ renewals, rule, label }: PageState): Override[] {
  if (rule) {
    const about = { kind: "rule" as const, label: label ?? "Those of the rule", rule };
    return [{ about, likelihood: { kind: "shift", by: 0 } }];
  }
  return (renewals?.split(",") ?? []).map((id) => ({
    about: { kind: "renewal", id },
    likelihood: { kind: "shift", by: 0 },
  }));
}

type Change = (patch: Partial<{ [Key in keyof PageState]: PageState[Key] | undefined }>) => void;
type WhatIfProps = {
  state: PageState;
  change: Change;
  scenarios: readonly Scenario[];
  scenario: Scenario | undefined;
  basis: LikelihoodBasis;
};

function WhatIf({ state, change, scenarios, scenario, basis }: WhatIfProps) {
  const [overrides, setOverrides] = useState<Override[]>(() => [
    ...(scenario?.overrides ?? []),
    ...broughtBy(state),
  ]);
  const yearStartsIn = useMe().data?.company.fiscalYearStartMonth ?? 1;
  const day = today().toString();
  const span = useMemo(
    () => spanOf(state.due, Temporal.PlainDate.from(day), yearStartsIn),
    [state.due, day, yearStartsIn],
  );
  const whatIf = useWhatIf({ span, basis, overrides });
  const goal = Number(state.goal) / 100;
  const question = useMemo(
    () => ({ suppositions: whatIf.suppositions, span, goal }),
    [whatIf.suppositions, span, goal],
  );
  const answered = useSimulation(whatIf.renewals, question);
  const asItIs = useMemo(
    () => (whatIf.renewals ? outlookOf(dueIn(whatIf.renewals, span)) : undefined),
    [whatIf.renewals, span],
  );
  const rows = useMemo(() => new Map((whatIf.rows ?? []).map((row) => [row.id, row])), [whatIf.rows]);
  const likelihoods = useMemo(
    () => new Map((whatIf.renewals ?? []).map((renewal) => [renewal.id, renewal.likelihood])),
    [whatIf.renewals],
  );
  const likelihoodOf = useCallback((id: string) => likelihoods.get(id) ?? 0, [likelihoods]);
  const supposeOf = useCallback(
    (id: string) =>
      setOverrides((before) => [
        ...before,
        { about: { kind: "renewal", id }, likelihood: { kind: "set", value: likelihoodOf(id) } },
      ]),
    [likelihoodOf],
  );
  const currency = whatIf.currency ?? "USD";
  const isChanged = JSON.stringify(overrides) !== JSON.stringify(scenario?.overrides ?? []);
  return (
    <>
      <PageHeader
        title="What if"
        crumbs={[{ label: "Renewals", href: "/renewals" }]}
        beside={scenario && <span className="text-m text-ink-2">{ownerWords(scenario, isChanged)}</span>}
        actions={
          <ScenarioActions
            scenario={scenario}
            overrides={overrides}
            isChanged={isChanged}
            onOpen={(id) => change({ scenario: id, renewals: undefined, rule: undefined, label: undefined })}
          />
        }
      />
      {state.scenario !== undefined && !scenario && (
        <NotSharedNote
          noun="scenario"
          instead="the forecast as it is"
          onLeave={() => change({ scenario: undefined })}
        />
      )}
      <Filters state={state} change={change} scenarios={scenarios} basis={basis} />
      {whatIf.error ? (
        <ErrorState error={whatIf.error} onRetry={() => whatIf.refetch()} />
      ) : !whatIf.renewals || !asItIs || !answered ? (
        <Skeleton lines={8} />
      ) : asItIs.count === 0 ? (
        <EmptyState title="Nothing is due in this span">
          Choose a longer span, or import contracts.
        </EmptyState>
      ) : (
        <>
          <StatStrip
            label="The forecast under these suppositions"
            stats={statsOf(answered, asItIs.expectedMinor, currency, goal)}
          />
          <p className="sr-only" aria-live="polite">
            {answered.isPreview ? "Working out the range" : ""}
          </p>
          <div className="mb-3 grid grid-cols-1 gap-3 xl:grid-cols-[2fr_3.5fr]">
            <SupposePanel
              overrides={overrides}
              suppositions={whatIf.suppositions}
              rows={rows}
              likelihoodOf={likelihoodOf}
              currency={currency}
              onChange={setOverrides}
            />
            <DecisiveTable
              decisive={answered.decisive}
              rows={rows}
              currency={currency}
              onSuppose={supposeOf}
            />
          </div>
          <CompareScenarios
            scenarios={scenarios}
            span={span}
            basis={basis}
            goal={goal}
            dueArr={asItIs.dueMinor}
            currency={currency}
          />
        </>
      )}
    </>
  );
}

function ownerWords(scenario: Scenario, isChanged: boolean): string {
  const owner = scenario.isOwn ? (scenario.isShared ? "yours, shared" : "yours") : `by ${scenario.ownerName}`;
  return `${scenario.name} · ${owner}${isChanged ? " · changed" : ""}`;
}

function Filters({
  state,
  change,
  scenarios,
  basis,
}: {
  state: PageState;
  change: Change;
  scenarios: readonly Scenario[];
  basis: LikelihoodBasis;
}) {
  const custom = state.due.includes("..") ? spanOf(state.due, today()) : undefined;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Select
        aria-label="Due"
        data-filter
        options={[
          ...(custom
            ? [{ value: state.due, label: `Due ${formatDate(custom.from)} – ${formatDate(custom.to)}` }]
            : []),
          ...spanChoices,
        ]}
        value={state.due}
        onValueChange={(due) => change({ due })}
      />
      <Select
        aria-label="Likelihoods"
        options={[
          { value: "model", label: "Likelihoods of the model" },
          { value: "people", label: "Likelihoods of people" },
        ]}
        value={basis}
        onValueChange={(basis) => change({ basis })}
      />
      <Select
        aria-label="Goal"
        options={(["80", "85", "90", "95", "100"] as const).map((value) => ({
          value,
          label: `Goal: retain ${value} % of what is due`,
        }))}
        value={state.goal}
        onValueChange={(goal) => change({ goal })}
      />
      <span className="grow" />
      <Select
        aria-label="Scenario"
        options={[
          { value: "none", label: "No scenario" },
          ...scenarios.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={state.scenario ?? "none"}
        onValueChange={(id) =>
          change({
            scenario: id === "none" ? undefined : id,
            renewals: undefined,
            rule: undefined,
            label: undefined,
          })
        }
      />
    </div>
  );
}

function statsOf(
  { outlook, range, goalProbability, isPreview }: WhatIfAnswer,
  asItIs: number,
  currency: string,
  goal: number,
): Stat[] {
  const money = (minor: number) => <Money amount={decimalOfMinor(minor)} currency={currency} />;
  const moved = outlook.expectedMinor - asItIs;
  const rate = (value: number | null) => (value === null ? "–" : formatPercent(value));
  return [
    {
      label: "Expected ARR retained",
      value: money(outlook.expectedMinor),
      note: moved === 0 ? "as it is" : <Delta value={decimalOfMinor(moved)} currency={currency} />,
    },
    { label: "GRR of what is due", value: rate(outlook.grr) },
    { label: "NRR of what is due", value: rate(outlook.nrr) },
    {
      label: "Range, P10 to P90",
      value: (
        <>
          {money(range.p10)} – {money(range.p90)}
        </>
      ),
      ...(isPreview ? { note: "working out" } : {}),
    },
    {
      label: `Chance to retain ${formatPercent(goal, 0)}`,
      value: formatPercent(goalProbability, 0),
      tone: goalProbability >= 0.8 ? "good" : goalProbability >= 0.5 ? "warn" : "bad",
      note: "of what is due",
    },
  ];
}

import { backTestBases, type HealthModel, type HealthScore, listHealthScores } from "@perennial/contract";
import { Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useMay, useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { FilterChip } from "../../ui/chip.tsx";
import { formatMoneyShort, formatNumber } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { type Stat, StatStrip } from "../../ui/stat-strip.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { BacktestPanel } from "./backtest-panel.tsx";
import { GapsPanel } from "./gaps-panel.tsx";
import { MigrationPanel } from "./migration-panel.tsx";
import { ModelPanel } from "./model-panel.tsx";
import { ScoreDialog } from "./score-dialog.tsx";
import { ScoredAccounts } from "./scored-accounts.tsx";

const pageState = z.object({
  score: z.string().max(60).optional().catch(undefined),
  tab: z.enum(["accounts", "migration", "model", "gaps", "past"]).default("accounts").catch("accounts"),
  cast: z.string().max(60).optional().catch(undefined),
  against: z.string().max(60).optional().catch(undefined),
  label: z.string().max(60).optional().catch(undefined),
  sort: z.string().max(100).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  by: z.enum(["accounts", "arr"]).default("accounts").catch("accounts"),
  cell: z.string().max(130).optional().catch(undefined),
  judgedBy: z.enum(backTestBases).default("renewals").catch("renewals"),
  event: z.string().max(200).optional().catch(undefined),
});

/** A health score: how the accounts stand by label, which stand lowest and why, and what it is made of. */
export function HealthPage() {
  const [state, change] = useUrlState(pageState);
  const list = useCall(listHealthScores, {}, { live: ["account"] });
  const currency = useMe().data?.company.currency ?? "USD";
  const [asked, setAsked] = useState<"new" | "change">();
  // Kept here, so that a draft outlives a look at the other tabs.
  const [draft, setDraft] = useState<{ of: string; model: HealthModel }>();
  const canEdit = useMay("health-scores.write");
  if (list.error) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (!list.data) return <Skeleton lines={8} />;
  const scores = list.data.items;
  const score = scores.find((each) => each.slug === state.score) ?? scores[0];
  const dialog = asked && (
    <ScoreDialog
      scores={scores}
      {...(asked === "change" && score ? { score } : {})}
      onClose={() => setAsked(undefined)}
      onCreated={(slug) => change({ score: slug, tab: "model", label: undefined, sort: undefined })}
    />
  );
  if (!score) {
    return (
      <>
        <EmptyState
          title="There is no health score"
          actions={
            canEdit && (
              <Button variant="primary" onClick={() => setAsked("new")}>
                New score
              </Button>
            )
          }
        >
          {canEdit ? "The first one becomes the primary." : "A RevOps teammate can create one."}
        </EmptyState>
        {dialog}
      </>
    );
  }
  const modelKey = `${score.slug} ${score.version}`;
  const shownLabel = score.model.labels.find((each) => each.value === state.label)?.label ?? "Withheld";
  return (
    <>
      <PageHeader
        title="Health"
        beside={
          scores.length > 1 ? (
            <Select
              aria-label="Score"
              options={scores.map((each) => ({ value: each.slug, label: each.name }))}
              value={score.slug}
              onValueChange={(slug) => change({ score: slug, label: undefined, sort: undefined })}
            />
          ) : (
            <span className="text-m text-ink-2">{score.name}</span>
          )
        }
        actions={
          canEdit && (
            <>
              <Button onClick={() => setAsked("change")}>Name and purpose</Button>
              <Button icon={Plus} onClick={() => setAsked("new")}>
                New score
              </Button>
            </>
          )
        }
      />
      {dialog}
      <p className="mb-3 max-w-3xl text-m text-ink-2">{score.description}</p>
      {score.pass && (
        <div className="mb-3">
          <Progress
            label="Scoring all accounts"
            done={score.pass.accountsDone}
            total={score.pass.accountsTotal ?? undefined}
          />
        </div>
      )}
      <StatStrip
        label="Accounts by label"
        stats={statsOf(score, currency, (label) => change({ label, tab: "accounts" }))}
      />
      <Tabs
        label="Parts of the score"
        tabs={[
          { id: "accounts", title: "Accounts" },
          { id: "migration", title: "Migration" },
          { id: "model", title: "What it is made of" },
          { id: "gaps", title: "Gaps" },
          { id: "past", title: "Back-test" },
        ]}
        value={state.tab}
        onValueChange={(tab) => change({ tab })}
      >
        {state.tab === "model" && (
          <ModelPanel
            key={modelKey}
            score={score}
            draft={draft?.of === modelKey ? draft.model : score.model}
            canEdit={canEdit}
            onDraft={(model) => setDraft({ of: modelKey, model })}
            onTried={(cast, against) => change({ tab: "past", cast, against }, { push: true })}
          />
        )}
        {state.tab === "migration" && <MigrationPanel score={score} state={state} onChange={change} />}
        {state.tab === "gaps" && <GapsPanel score={score} />}
        {state.tab === "past" && (
          <BacktestPanel key={score.slug} score={score} canEdit={canEdit} state={state} onChange={change} />
        )}
        {state.tab === "accounts" && (
          <>
            {state.label && (
              <div className="mb-3">
                <FilterChip label="Label:" data-filter onRemove={() => change({ label: undefined })}>
                  {shownLabel}
                </FilterChip>
              </div>
            )}
            <ScoredAccounts
              score={score}
              label={state.label}
              sort={state.sort}
              onSort={(sort) => change({ sort })}
            />
          </>
        )}
      </Tabs>
    </>
  );
}

/** A number for each label: accounts, with their ARR, and the way to their rows. */
function statsOf(score: HealthScore, currency: string, onLabel: (label: string) => void): Stat[] {
  return score.distribution.map(({ label, accounts, arr }) => {
    const known = score.model.labels.find((each) => each.value === label);
    return {
      label: known?.label ?? "Withheld",
      value: formatNumber(accounts),
      ...(known ? { tone: known.tone } : {}),
      ...(arr === null ? {} : { note: `${formatMoneyShort(arr, currency)} ARR` }),
      onClick: () => onLabel(label ?? "none"),
    };
  });
}

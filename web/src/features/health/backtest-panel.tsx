import {
  type BackTestBasis,
  cancelHealthBackcast,
  type HealthBackcast,
  type HealthScore,
  listHealthBackcasts,
} from "@perennial/contract";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { formatDate } from "../../ui/format.ts";
import { Progress } from "../../ui/progress.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { BackcastDays } from "./backcast-days.tsx";
import { BackcastDialog } from "./backcast-dialog.tsx";
import { BacktestResult } from "./backtest-result.tsx";

type BacktestPanelProps = {
  score: HealthScore;
  canEdit: boolean;
  state: PastState;
  onChange: (next: Partial<PastState>) => void;
};
/** What is looked at, in the address. */
type PastState = {
  cast?: string | undefined;
  against?: string | undefined;
  judgedBy: BackTestBasis;
  event?: string | undefined;
};

/** In the choice of what it is compared with. */
const nothing = "nothing";

/** What models would have said in the past, and how true that came: one, or one against another. */
export function BacktestPanel({ score, canEdit, state, onChange }: BacktestPanelProps) {
  const [isAsking, setAsking] = useState(false);
  const casts = useCall(
    listHealthBackcasts,
    { params: { slug: score.slug } },
    { live: ["health-backcast", "health-score"] },
  );
  if (casts.error) return <ErrorState error={casts.error} onRetry={() => casts.refetch()} />;
  if (!casts.data) return <Skeleton lines={6} />;
  const items = casts.data.items;
  const shown = items.find((each) => each.id === state.cast) ?? items[0];
  const against = items.find((each) => each.id === state.against && each.id !== shown?.id);
  const options = items.map((each) => ({ value: each.id, label: wordsOf(each) }));
  const dialog = isAsking && (
    <BackcastDialog
      score={score}
      onClose={() => setAsking(false)}
      onDone={(id) => onChange({ cast: id, against: shown?.id })}
    />
  );
  if (!shown) {
    return (
      <>
        <EmptyState
          title="Nothing has been cast back yet"
          actions={
            canEdit && (
              <Button variant="primary" onClick={() => setAsking(true)}>
                Cast the model back
              </Button>
            )
          }
        >
          What would this model have said of past years, and did those it warned of leave?
        </EmptyState>
        {dialog}
      </>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2 text-m text-ink-2">
        <Select
          aria-label="Back-cast"
          options={options}
          value={shown.id}
          onValueChange={(cast) => onChange({ cast, against: state.against })}
        />
        against
        <Select
          aria-label="Compared with"
          options={[
            { value: nothing, label: "nothing" },
            ...options.filter((each) => each.value !== shown.id),
          ]}
          value={against?.id ?? nothing}
          onValueChange={(id) => onChange({ cast: shown.id, against: id === nothing ? undefined : id })}
        />
        {canEdit && (
          <Button icon={Plus} onClick={() => setAsking(true)}>
            Cast a model back
          </Button>
        )}
      </div>
      <Standing cast={shown} canEdit={canEdit} />
      {against && <Standing cast={against} canEdit={canEdit} />}
      <BacktestResult
        cast={shown}
        against={against}
        basis={{ by: state.judgedBy, event: state.event }}
        onBasis={({ by, event }) => onChange({ judgedBy: by, event })}
      />
      <BackcastDays cast={shown} score={score} />
      {dialog}
    </div>
  );
}

function wordsOf({ name, from, to, step }: HealthBackcast): string {
  return `${name} · ${formatDate(from)} – ${formatDate(to)}, by the ${step}`;
}

/** How far it is, or why it ended early. */
function Standing({ cast, canEdit }: { cast: HealthBackcast; canEdit: boolean }) {
  const cancel = useWrite(cancelHealthBackcast, { refreshes: [listHealthBackcasts] });
  if (cast.status === "done") return null;
  if (cast.status === "running") {
    return (
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <Progress label={`${cast.name}: days worked out`} done={cast.daysDone} total={cast.daysTotal} />
        </div>
        {canEdit && (
          <Button busy={cancel.isPending} onClick={() => cancel.mutate({ params: { id: cast.id } })}>
            Cancel
          </Button>
        )}
      </div>
    );
  }
  return (
    <p role="alert" className="rounded-control bg-warn-soft px-3 py-2 text-s text-warn">
      {cast.name} {cast.status === "failed" ? `failed: ${cast.error}` : "was cancelled"} after {cast.daysDone}{" "}
      of {cast.daysTotal} days; what follows is told from those.
    </p>
  );
}

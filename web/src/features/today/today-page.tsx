import { getToday, type WorkItem, workKinds } from "@perennial/contract";
import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useMay, useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { today } from "../../ui/clock.ts";
import { formatCount, formatNumber } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { EmptyState, ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { Money } from "../../ui/values.tsx";
import { FormulaDialog } from "./formula-dialog.tsx";
import { groupings } from "./work-lines.ts";
import { type TurnDialogLent, WorkList } from "./work-list.tsx";

const kinds = workKinds.map((kind) => kind.value);
const todayState = z.object({
  scope: z.enum(["mine", "team", "everyone"]).optional().catch(undefined),
  person: z.uuid().optional().catch(undefined),
  kind: z.enum(kinds).optional().catch(undefined),
  group: z
    .enum(groupings.map(({ value }) => value))
    .default("none")
    .catch("none"),
});
type State = z.output<typeof todayState>;

const live = ["indicator", "task", "risk", "renewal", "conversation", "meeting", "account"] as const;

/** What waits for me, the most worth doing first; for managers their team's, too. */
export function TodayPage({ TurnDialog }: { TurnDialog: TurnDialogLent }) {
  const mayRead = useMay("today.read");
  if (mayRead) return <Today TurnDialog={TurnDialog} />;
  return (
    <>
      <PageHeader title="Today" />
      <NoPermissionState what="the queue of today" />
    </>
  );
}

function Today({ TurnDialog }: { TurnDialog: TurnDialogLent }) {
  const [state, change] = useUrlState(todayState);
  const { person, kind } = state;
  const me = useMe().data;
  const currency = me?.company.currency ?? "USD";
  // Who works no accounts of their own (a leader, an administrator) begins with what waits for everyone.
  const own = useCall(getToday, { query: { scope: "mine" } }, { live, enabled: state.scope === undefined });
  const ownsNothing = own.data?.totalCount === 0 && me?.teammate?.role !== "csm";
  const scope = state.scope ?? (ownsNothing ? "everyone" : "mine");
  const query = { scope, ...(person ? { ownerId: person } : {}), ...(kind ? { kind } : {}) };
  const queue = useCall(getToday, { query }, { live, keepPrevious: true });
  const [isFormulaOpen, setFormulaOpen] = useState(false);
  if (queue.error) return <ErrorState error={queue.error} onRetry={() => queue.refetch()} />;
  if (!queue.data) return <Skeleton lines={10} />;
  const { items, totalCount, arrAtStake, doneCount, people, formula } = queue.data;
  const dueToday = doneCount + dueBy(items, today()).length;
  const overdue = dueBy(items, today().subtract({ days: 1 })).length;
  return (
    <>
      <PageHeader
        title="Today"
        beside={<span className="text-m text-ink-2">{formatCount(totalCount, "thing")} to do</span>}
        actions={
          <Button icon={SlidersHorizontal} onClick={() => setFormulaOpen(true)}>
            How it is ranked
          </Button>
        }
      />
      <StatStrip
        stats={[
          { label: "ARR concerned", value: <Money amount={arrAtStake} currency={currency} /> },
          { label: "Waiting", value: formatNumber(totalCount) },
          {
            label: "Overdue",
            value: formatNumber(overdue),
            ...(overdue > 0 ? { tone: "bad" as const } : {}),
          },
          { label: "Done today", value: formatNumber(doneCount), tone: "good" },
        ]}
      />
      <div className="mb-3">
        {dueToday > 0 ? (
          <Progress label="Progress of the day" done={doneCount} total={dueToday} />
        ) : (
          <p className="text-s text-ink-2">Nothing is due today yet.</p>
        )}
      </div>
      <TodayFilters state={{ ...state, scope }} change={change} people={people} items={items} />
      {items.length === 0 ? (
        <EmptyState title="Nothing waits">
          {scope === "mine"
            ? "Nothing is given to you. Look at your team, or at what nobody owns."
            : "Nothing is open here."}
        </EmptyState>
      ) : (
        <WorkList
          items={items}
          showsOwner={scope !== "mine"}
          grouping={state.group}
          TurnDialog={TurnDialog}
        />
      )}
      {totalCount > items.length && (
        <p className="mt-2 text-s text-ink-2">
          The {items.length} most worth doing of {formatCount(totalCount, "thing")} are shown. Choose a person
          or a kind to see further down.
        </p>
      )}
      {isFormulaOpen && <FormulaDialog formula={formula} onClose={() => setFormulaOpen(false)} />}
    </>
  );
}

/** What ought to be done by the end of a day. */
function dueBy(items: readonly WorkItem[], day: Temporal.PlainDate): WorkItem[] {
  const last = day.toString();
  return items.filter(({ dueOn }) => dueOn !== null && dueOn <= last);
}

function TodayFilters(props: {
  state: State & { scope: NonNullable<State["scope"]> };
  change: (patch: Partial<State>) => void;
  people: readonly { id: string; name: string; count: number }[];
  items: readonly WorkItem[];
}) {
  const { state, change, people } = props;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Select
        data-filter
        aria-label="Whose"
        options={[
          { value: "mine", label: "Mine" },
          { value: "team", label: "My team's" },
          { value: "everyone", label: "Everyone's" },
        ]}
        value={state.scope}
        onValueChange={(scope) => change({ scope, person: undefined })}
      />
      {people.length > 0 && (
        <Select
          aria-label="Person"
          placeholder="Everybody"
          options={people.map(({ id, name, count }) => ({ value: id, label: `${name} (${count})` }))}
          value={state.person ?? ""}
          onValueChange={(person) => change({ person: person || undefined })}
        />
      )}
      <Select
        aria-label="Grouped"
        options={groupings}
        value={state.group}
        onValueChange={(group) => change({ group })}
      />
      <fieldset aria-label="Kinds" className="flex flex-wrap gap-1.5">
        {workKinds.map(({ value, label }) => (
          <Chip
            key={value}
            pressed={state.kind === value}
            onClick={() => change({ kind: state.kind === value ? undefined : value })}
          >
            {label}s
          </Chip>
        ))}
      </fieldset>
    </div>
  );
}

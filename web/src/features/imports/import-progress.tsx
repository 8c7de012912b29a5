import type { ImportDetail } from "@perennial/contract";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { now } from "../../ui/clock.ts";
import { formatNumber } from "../../ui/format.ts";
import { Progress } from "../../ui/progress.tsx";
import type { useImportActions } from "./use-import.ts";

export type PartProps = {
  one: ImportDetail;
  actions: ReturnType<typeof useImportActions>;
  mayWrite: boolean;
};

const labels = {
  checking: "Trying every row; nothing is written",
  running: "Importing",
  undoing: "Undoing",
} as const;

/** An import on its way: how far, how much longer, and how to stop it. */
export function ImportProgress({ one, actions, mayWrite }: PartProps) {
  const { created, updated, unchanged, rejected } = one.counts;
  const status = one.status as keyof typeof labels;
  const params = { id: one.id };
  const goOn = status === "checking" ? actions.dryRun : status === "running" ? actions.run : actions.undo;
  const secondsLeft = secondsLeftOf(one);
  const mayCancel = mayWrite && status !== "undoing" && !one.isStalled;
  return (
    <Card>
      <div aria-live="polite">
        <Progress
          label={one.isStalled ? "It has stopped moving" : labels[status]}
          done={one.lines.read}
          total={status === "undoing" ? undefined : one.lines.total}
          {...(secondsLeft === undefined || one.isStalled ? {} : { secondsLeft })}
          {...(mayCancel ? { onCancel: () => actions.cancel.mutate({ params }) } : {})}
        />
      </div>
      {status !== "undoing" && (
        <p className="mt-2 text-s text-ink-2">
          {formatNumber(created)} new · {formatNumber(updated)} changed · {formatNumber(unchanged)} unchanged
          · {formatNumber(rejected)} rejected. You can leave this page: it goes on, and you find it again
          under Data.
        </p>
      )}
      {one.isStalled && mayWrite && (
        <div className="mt-3 flex gap-2">
          <Button variant="primary" busy={goOn.isPending} onClick={() => goOn.mutate({ params })}>
            Go on where it stopped
          </Button>
        </div>
      )}
    </Card>
  );
}

/** By the pace so far; unknown until a little has been read. */
function secondsLeftOf({ startedAt, lines }: ImportDetail): number | undefined {
  if (!startedAt || lines.read < 100 || lines.total === 0) return undefined;
  const seconds = now().since(Temporal.Instant.from(startedAt)).total("seconds");
  return seconds > 1 ? Math.ceil(((lines.total - lines.read) * seconds) / lines.read) : undefined;
}

import { Progress as RadixProgress } from "radix-ui";
import { Button } from "./button.tsx";
import { formatDuration, formatNumber } from "./format.ts";

type ProgressProps = {
  label: string;
  done: number;
  /** Unknown while the work is still being counted. */
  total?: number | undefined;
  secondsLeft?: number | undefined;
  onCancel?: () => void;
};

/** Long work: how many are done, how long it takes still, and the way to stop it. */
export function Progress({ label, done, total, secondsLeft, onCancel }: ProgressProps) {
  const percent = total ? Math.min(100, (done / total) * 100) : null;
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 grow">
        <div className="mb-1 flex justify-between gap-4 text-s">
          <span>{label}</span>
          <span className="text-ink-2">
            {formatNumber(done)}
            {total !== undefined && ` of ${formatNumber(total)}`}
            {secondsLeft !== undefined && ` · ${formatDuration(secondsLeft)} left`}
          </span>
        </div>
        <RadixProgress.Root
          value={percent}
          aria-label={label}
          className="h-1.5 overflow-hidden rounded-full bg-sunken"
        >
          <RadixProgress.Indicator
            className={
              percent === null
                ? "h-full w-1/3 animate-pulse bg-accent"
                : "h-full bg-accent transition-[width]"
            }
            style={percent === null ? {} : { width: `${percent}%` }}
          />
        </RadixProgress.Root>
      </div>
      {onCancel && <Button onClick={onCancel}>Cancel</Button>}
    </div>
  );
}

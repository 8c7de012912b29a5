import { today } from "../../ui/clock.ts";
import { Input } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { type Shown, sinceDate } from "./forecast-shown.ts";

const daysBack = [
  { value: "1", label: "Changes since yesterday" },
  { value: "7", label: "Changes in 7 days" },
  { value: "30", label: "Changes in 30 days" },
  { value: "90", label: "Changes in 90 days" },
];

/** From when to when changes are shown: so many days back, or between the ends of any two days. */
export function ChangesSpan({ state, change }: Pick<Shown, "state" | "change">) {
  const isBetween = state.until !== undefined || !daysBack.some(({ value }) => value === state.since);
  const [since, now] = [sinceDate(state), today().toString()];
  const until = state.until ?? now;
  const show = (patch: { since?: string; until?: string | undefined }) =>
    change({ ...patch, step: undefined });
  return (
    <>
      <Select
        aria-label="Compare with"
        options={[...daysBack, { value: "between", label: "Changes between two days" }]}
        value={isBetween ? "between" : state.since}
        onValueChange={(chosen) =>
          show(chosen === "between" ? { since } : { since: chosen, until: undefined })
        }
      />
      {isBetween && (
        <span className="flex items-center gap-1.5 text-s text-ink-2">
          from
          <Input
            type="date"
            aria-label="Changes from the end of"
            className="w-34"
            max={until}
            value={since}
            onChange={({ target: { value } }) => value !== "" && value < until && show({ since: value })}
          />
          to
          <Input
            type="date"
            aria-label="Changes to the end of"
            className="w-34"
            min={since}
            max={now}
            value={until}
            onChange={({ target: { value } }) =>
              value === ""
                ? show({ until: undefined })
                : value > since && value <= now && show({ until: value === now ? undefined : value })
            }
          />
        </span>
      )}
    </>
  );
}

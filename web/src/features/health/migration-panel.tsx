import { getHealthMigration, type HealthScore } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { today } from "../../ui/clock.ts";
import { DateField } from "../../ui/date-field.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { MigratedAccounts } from "./migrated-accounts.tsx";
import { migrationLabels } from "./migration-labels.ts";
import { MigrationMatrix } from "./migration-matrix.tsx";

/** What of the migration stands in the URL. */
export type MigrationState = {
  from?: string | undefined;
  to?: string | undefined;
  by: "accounts" | "arr";
  /** The cell that is open: `healthy>at_risk`. */
  cell?: string | undefined;
};
type Props = {
  score: HealthScore;
  state: MigrationState;
  onChange: (patch: Partial<MigrationState>) => void;
};
/** How accounts went from label to label between two days: a matrix whose cells open their accounts. */
export function MigrationPanel({ score, state, onChange }: Props) {
  const from = state.from ?? today().subtract({ days: 90 }).toString();
  const asked = { from, ...(state.to ? { to: state.to } : {}) };
  const { data, error, refetch } = useCall(
    getHealthMigration,
    { params: { slug: score.slug }, query: asked },
    { live: ["account", "health-score"], keepPrevious: true },
  );
  const [fromLabel, toLabel] = (state.cell ?? "").split(">");
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <DateField
          label="From the end of"
          path="from"
          data-filter
          max={today().subtract({ days: 1 }).toString()}
          value={from}
          onChange={(day) => onChange({ from: day || undefined, cell: undefined })}
        />
        <DateField
          label="To the end of (empty: now)"
          path="to"
          max={today().toString()}
          value={state.to ?? ""}
          onChange={(day) => onChange({ to: day || undefined, cell: undefined })}
        />
        <Select
          aria-label="Counted by"
          options={[
            { value: "accounts", label: "By accounts" },
            { value: "arr", label: "By ARR" },
          ]}
          value={state.by}
          onValueChange={(by) => onChange({ by })}
        />
      </div>
      {error && <ErrorState error={error} onRetry={() => refetch()} />}
      {!error && !data && <Skeleton lines={6} />}
      {!error && data && (
        <MigrationMatrix
          score={score}
          data={data}
          by={state.by}
          open={state.cell}
          onOpen={(cell) => onChange({ cell })}
        />
      )}
      {!error && data && fromLabel && toLabel && (
        <MigratedAccounts
          score={score}
          asked={{ ...asked, fromLabel, toLabel }}
          labels={migrationLabels(data)}
          currency={data.currency}
          onClose={() => onChange({ cell: undefined })}
        />
      )}
    </>
  );
}

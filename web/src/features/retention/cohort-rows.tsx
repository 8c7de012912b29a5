import { getRetentionCohorts } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { columnsOf } from "./retention-rows.tsx";
import type { RetentionState } from "./retention-state.ts";

type Props = { title: string; by: RetentionState["by"]; cohort: string; period: number; onClose: () => void };

/** The accounts behind a cell of the cohort grid, the largest loss first. */
export function CohortRows({ title, by, cohort, period, onClose }: Props) {
  const query = { by, cohort, period };
  const { data, error, refetch } = useCall(getRetentionCohorts, { query });
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title}
      description={data?.definition ?? ""}
      width="l"
    >
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <DataGrid
          label="Accounts of the cohort"
          height={420}
          columns={columnsOf(data?.currency ?? "USD", "cohort")}
          rows={data?.rows ?? []}
          rowId={(row) => row.accountId}
          isLoading={!data}
          empty={<EmptyState title="Nobody is in this cohort" />}
        />
      )}
    </Dialog>
  );
}

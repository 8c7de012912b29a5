import { type PlaybookDetail, playbooks } from "@perennial/contract";
import { useMay } from "../../api/me.ts";
import { usePages, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { formatCount } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";

type Match = { id: string; name: string; canEnrol: boolean };

const nameColumn: GridColumn<Match> = {
  id: "name",
  type: "text",
  title: "Account",
  width: 320,
  href: (match) => `/accounts/${match.id}`,
};

/** What enrolment would do, and for one that can be enrolled the button that does it. */
const enrolmentColumn = (onEnrol: ((match: Match) => void) | undefined): GridColumn<Match> => ({
  id: "canEnrol",
  type: "readonly",
  title: "Enrolment",
  width: 260,
  render: (match) => {
    if (!match.canEnrol) return <span className="text-ink-3">Enrolled before or under way</span>;
    if (!onEnrol) return "Not enrolled yet";
    return (
      <Button
        variant="quiet"
        className="h-6"
        aria-label={`Enrol ${match.name}`}
        onClick={() => onEnrol(match)}
      >
        Enrol now
      </Button>
    );
  },
});

/** The accounts that match the trigger at this moment. */
export function MatchesTab({ playbook }: { playbook: PlaybookDetail }) {
  const params = { id: playbook.id };
  const mayWrite = useMay("playbooks.enrol");
  const matches = usePages(
    playbooks.matches,
    { params, query: { limit: 100 } },
    { live: ["account", "segment", "playbook-run"] },
  );
  const enrol = useWrite(playbooks.enrol, {
    refreshes: [playbooks.matches, playbooks.get, playbooks.runs],
    onSuccess: ({ enrolled, leftOut }) =>
      toast({
        title: `${formatCount(enrolled.length, "account")} enrolled`,
        ...(leftOut[0]
          ? { detail: `${formatCount(leftOut.length, "account")} left out: ${leftOut[0].why}` }
          : {}),
      }),
  });
  const mayEnrol = mayWrite && playbook.activatedAt !== null;
  const enrolAll = (rows: readonly Match[]) =>
    enrol.mutate(
      { params, body: { accountIds: rows.map((match) => match.id) } },
      { onError: (error) => toast({ tone: "bad", title: error.message }) },
    );
  const columns = [nameColumn, enrolmentColumn(mayEnrol ? (match) => enrolAll([match]) : undefined)];
  if (matches.error) return <ErrorState error={matches.error} onRetry={() => void matches.refetch()} />;
  return (
    <DataGrid
      label="Accounts that match now"
      columns={columns}
      rows={matches.rows}
      rowId={(match) => match.id}
      isLoading={matches.isPending}
      onEndReached={() => matches.hasNextPage && void matches.fetchNextPage()}
      height="content"
      selectionActions={(rows, clear) =>
        mayEnrol && (
          <Button
            busy={enrol.isPending}
            onClick={() => {
              enrolAll(rows);
              clear();
            }}
          >
            Enrol
          </Button>
        )
      }
      empty={<EmptyState title="Nobody matches now">Accounts are enrolled when they begin to.</EmptyState>}
    />
  );
}

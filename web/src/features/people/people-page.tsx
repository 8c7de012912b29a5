import {
  listInvitations,
  type Teammate,
  teammates as teammateEndpoints,
  teammateRoles,
  teammateStatuses,
} from "@perennial/contract";
import { UserPlus } from "lucide-react";
import { useMemo, useState } from "react";
import { z } from "zod";
import { call } from "../../api/client.ts";
import { useMay } from "../../api/me.ts";
import { ApiProblem } from "../../api/problem.ts";
import { useCall, usePages } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import type { CellEdit, CellResult } from "../../ui/grid/edit.ts";
import { SettingsFrame } from "../../ui/settings-frame.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { InviteDialog } from "./invite-dialog.tsx";
import { LinkDialog, type OneTimeLink } from "./link-dialog.tsx";
import { PendingInvitations } from "./pending-invitations.tsx";
import { StatusBadge } from "./status-badge.tsx";
import { TeammatePanel } from "./teammate-panel.tsx";

const search = z.object({
  status: z.enum(["all", "active", "invited", "not-invited", "suspended"]).default("all"),
});
const filters = [{ value: "all", label: "Everybody" }, ...teammateStatuses] as const;

/** Everybody of the company: who they are, what they may do, whether they can sign in. */
export function PeoplePage() {
  const [{ status }, changeUrl] = useUrlState(search);
  const people = usePages(teammateEndpoints.list, { query: { limit: 500, sort: "name" } });
  const mayAdminister = useMay("teammates.administer");
  const mayWrite = useMay("teammates.write");
  const invitations = useCall(listInvitations, {}, { live: ["teammate"], enabled: mayAdminister });
  const [isInviting, setInviting] = useState(false);
  const [openId, setOpenId] = useState<string>();
  const [link, setLink] = useState<OneTimeLink>();
  const rows = people.rows.filter((row) => status === "all" || row.status === status);
  const columns = useMemo(
    () => columnsOf(people.rows, mayWrite, mayAdminister),
    [people.rows, mayWrite, mayAdminister],
  );
  const opened = people.rows.find((row) => row.id === openId);
  return (
    <SettingsFrame
      title="People"
      intro="Teammates own accounts, renewals and tasks. Those who were imported are known by name until they are invited."
      actions={
        mayAdminister && (
          <Button variant="primary" icon={UserPlus} onClick={() => setInviting(true)}>
            Invite
          </Button>
        )
      }
    >
      {mayAdminister && <PendingInvitations invitations={invitations.data?.items ?? []} onLink={setLink} />}
      <div className="mb-2.5 flex flex-wrap gap-1.5">
        {filters.map((filter) => (
          <Chip
            key={filter.value}
            pressed={status === filter.value}
            onClick={() => changeUrl({ status: filter.value })}
          >
            {filter.label}
          </Chip>
        ))}
      </div>
      {people.error ? (
        <ErrorState error={people.error} onRetry={() => void people.refetch()} />
      ) : (
        <DataGrid
          label="People"
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          isLoading={people.isPending}
          onEndReached={() => people.hasNextPage && void people.fetchNextPage()}
          onOpen={(row) => setOpenId(row.id)}
          onCommit={commit}
          height="content"
          empty={<EmptyState title={status === "all" ? "Nobody yet" : "Nobody with this status"} />}
        />
      )}
      {isInviting && <InviteDialog onClose={() => setInviting(false)} onLink={setLink} />}
      {opened && <TeammatePanel teammate={opened} onClose={() => setOpenId(undefined)} onLink={setLink} />}
      {link && <LinkDialog link={link} onClose={() => setLink(undefined)} />}
    </SettingsFrame>
  );
}

function columnsOf(
  people: readonly Teammate[],
  mayWrite: boolean,
  mayAdminister: boolean,
): GridColumn<Teammate>[] {
  const managers = people
    .filter((person) => person.archivedAt === null)
    .map((person) => ({
      value: person.id,
      label: person.name ?? "",
      ...(person.team ? { hint: person.team } : {}),
    }));
  return [
    { id: "name", type: "text", title: "Name", width: 150 },
    {
      id: "status",
      type: "readonly",
      title: "Status",
      width: 104,
      render: (row) => <StatusBadge status={row.status} />,
    },
    { id: "email", type: "text", title: "E-mail", width: 170, missing: "no e-mail is known" },
    {
      id: "role",
      type: "select",
      title: "Role",
      options: teammateRoles,
      editable: (row) => mayAdminister || (mayWrite && row.status === "not-invited"),
      required: true,
      width: 116,
    },
    {
      id: "managerId",
      type: "teammate",
      title: "Manager",
      options: managers,
      editable: mayWrite,
      missing: "nobody is named",
      width: 150,
    },
    { id: "team", type: "text", title: "Team", editable: mayWrite, missing: "no team", width: 76 },
    { id: "region", type: "text", title: "Region", editable: mayWrite, missing: "no region", width: 84 },
  ];
}

/** One request for each row; a refused cell keeps what was written, with the server's reason. */
async function commit(edits: readonly CellEdit[]): Promise<CellResult[]> {
  const byRow = Map.groupBy(edits, (edit) => edit.rowId);
  const results = await Promise.all(
    [...byRow].map(async ([id, ofRow]): Promise<CellResult[]> => {
      const body = Object.fromEntries(ofRow.map((edit) => [edit.columnId, edit.value]));
      try {
        await call(teammateEndpoints.update, { params: { id }, body });
        return [];
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        return ofRow.map((edit) => ({
          rowId: id,
          columnId: edit.columnId,
          error: error.fields.find((field) => field.path === edit.columnId)?.message ?? error.message,
        }));
      }
    }),
  );
  return results.flat();
}

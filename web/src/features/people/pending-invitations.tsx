import {
  type Invitation,
  listInvitations,
  renewInvitation,
  revokeInvitation,
  teammateRoles,
  teammates,
} from "@perennial/contract";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { timeZone } from "../../ui/clock.ts";
import { formatInstant } from "../../ui/format.ts";
import { toast } from "../../ui/toast.tsx";
import type { OneTimeLink } from "./link-dialog.tsx";

type PendingProps = { invitations: readonly Invitation[]; onLink: (link: OneTimeLink) => void };

/** Who was invited and has not come yet. */
export function PendingInvitations({ invitations, onLink }: PendingProps) {
  if (invitations.length === 0) return null;
  const title = invitations.length === 1 ? "1 invitation waits" : `${invitations.length} invitations wait`;
  return (
    <Card title={title} className="mb-4">
      <ul className="divide-y divide-line">
        {invitations.map((invitation) => (
          <PendingInvitation key={invitation.id} invitation={invitation} onLink={onLink} />
        ))}
      </ul>
    </Card>
  );
}

function PendingInvitation({
  invitation,
  onLink,
}: {
  invitation: Invitation;
  onLink: PendingProps["onLink"];
}) {
  const refreshes = [listInvitations, teammates.list];
  const renew = useWrite(renewInvitation, {
    refreshes,
    onSuccess: ({ link, expiresAt, mailedTo }) =>
      onLink({ title: "New link made", forWhom: invitation.email, link, expiresAt, mailedTo }),
  });
  const revoke = useWrite(revokeInvitation, {
    refreshes,
    onSuccess: () => toast({ title: `The invitation of ${invitation.email} is revoked` }),
  });
  const role = teammateRoles.find((each) => each.value === invitation.role)?.label;
  const input = { params: { id: invitation.id } };
  const problem = renew.error ?? revoke.error;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
      <span className="min-w-0 grow truncate">
        {invitation.email} <span className="text-ink-3">· {role}</span>
      </span>
      {problem && <span className="text-s text-bad">{problem.message}</span>}
      {invitation.isExpired ? (
        <Badge tone="warn">Expired</Badge>
      ) : (
        <span className="text-s text-ink-3">until {formatInstant(invitation.expiresAt, timeZone())}</span>
      )}
      <Button
        variant="quiet"
        busy={renew.isPending}
        aria-label={`New link for ${invitation.email}`}
        onClick={() => renew.mutate(input)}
      >
        New link
      </Button>
      <Button
        variant="quiet"
        busy={revoke.isPending}
        aria-label={`Revoke the invitation of ${invitation.email}`}
        onClick={() => revoke.mutate(input)}
      >
        Revoke
      </Button>
    </li>
  );
}

import {
  createPasswordResetLink,
  invite,
  liftSuspension,
  listInvitations,
  type Role,
  resetSecondFactor,
  suspendTeammate,
  type Teammate,
  teammateRoles,
  teammates,
} from "@perennial/contract";
import { useState } from "react";
import { useMay, useMe } from "../../api/me.ts";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog, Dialog } from "../../ui/dialog.tsx";
import { toast } from "../../ui/toast.tsx";
import { RelativeTime } from "../../ui/values.tsx";
import type { OneTimeLink } from "./link-dialog.tsx";
import { RenameForm } from "./rename-form.tsx";
import { StatusBadge } from "./status-badge.tsx";

type TeammatePanelProps = {
  teammate: Teammate;
  onClose: () => void;
  onLink: (link: OneTimeLink) => void;
};

/** One teammate: name and e-mail, and what can be done about their access. */
export function TeammatePanel({ teammate, onClose, onLink }: TeammatePanelProps) {
  const role = teammateRoles.find((each) => each.value === teammate.role)?.label;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={teammate.name ?? ""}
      placement="side"
      width="s"
    >
      <div className="flex flex-col gap-5">
        <div className="flex flex-wrap items-center gap-2 text-m text-ink-2">
          <StatusBadge status={teammate.status} />
          {role}
          <span className="text-ink-3">
            · added <RelativeTime at={teammate.createdAt} />
          </span>
        </div>
        {useMay("teammates.write") && <RenameForm teammate={teammate} />}
        {useMay("teammates.administer") && (
          <AccessActions teammate={teammate} onClose={onClose} onLink={onLink} />
        )}
      </div>
    </Dialog>
  );
}

function AccessActions({ teammate, onClose, onLink }: TeammatePanelProps) {
  const me = useMe();
  const [asks, setAsks] = useState<"suspend" | "archive">();
  const refreshes = [teammates.list, listInvitations];
  const name = teammate.name ?? "This person";
  const done = (title: string, undo?: () => void) => {
    onClose();
    toast({ title, ...(undo ? { undo } : {}) });
  };
  const lift = useWrite(liftSuspension, { refreshes, onSuccess: () => done(`${name} can sign in again`) });
  const restore = useWrite(teammates.restore, { refreshes });
  const suspend = useWrite(suspendTeammate, {
    refreshes,
    onSuccess: () => done(`${name} is suspended`, () => lift.mutate({ params: { id: teammate.id } })),
  });
  const archive = useWrite(teammates.archive, {
    refreshes,
    onSuccess: () => done(`${name} is archived`, () => restore.mutate({ params: { id: teammate.id } })),
  });
  const reset = useWrite(createPasswordResetLink, {
    onSuccess: ({ link, expiresAt, mailedTo }) => {
      onClose();
      onLink({
        title: "Link for a new password",
        forWhom: teammate.email ?? name,
        link,
        expiresAt,
        mailedTo,
      });
    },
  });
  const invitation = useWrite(invite, {
    refreshes,
    onSuccess: ({ link, expiresAt, mailedTo }) => {
      onClose();
      onLink({ title: "Invitation made", forWhom: teammate.email ?? name, link, expiresAt, mailedTo });
    },
  });
  const resetFactor = useWrite(resetSecondFactor, {
    onSuccess: () => done(`${name} signs in without a second factor; their sessions have ended`),
  });
  const input = { params: { id: teammate.id } };
  const isSelf = me.data?.id === teammate.id;
  const problem = [suspend, lift, archive, reset, resetFactor, invitation].find(
    (write) => write.error,
  )?.error;
  return (
    <div className="flex flex-col items-start gap-2">
      <h3 className="text-s font-medium text-ink-2">Access</h3>
      {teammate.status === "not-invited" && teammate.email && (
        <Button
          busy={invitation.isPending}
          onClick={() =>
            invitation.mutate({
              body: { email: teammate.email ?? "", role: (teammate.role ?? "viewer") as Role },
            })
          }
        >
          Invite
        </Button>
      )}
      {teammate.status === "not-invited" && !teammate.email && (
        <p className="text-s text-ink-3">Give {name} an e-mail to invite them.</p>
      )}
      {teammate.status === "active" && (
        <Button busy={reset.isPending} onClick={() => reset.mutate(input)}>
          Make a link for a new password
        </Button>
      )}
      {teammate.status === "active" && !isSelf && (
        <Button busy={resetFactor.isPending} onClick={() => resetFactor.mutate(input)}>
          Turn off a lost second factor
        </Button>
      )}
      {teammate.status === "active" && !isSelf && (
        <Button variant="danger" onClick={() => setAsks("suspend")}>
          Suspend…
        </Button>
      )}
      {teammate.status === "suspended" && (
        <Button busy={lift.isPending} onClick={() => lift.mutate(input)}>
          Let sign in again
        </Button>
      )}
      {!isSelf && (
        <Button variant="danger" onClick={() => setAsks("archive")}>
          Archive…
        </Button>
      )}
      {problem && (
        <p role="alert" className="text-s text-bad">
          {problem.message}
        </p>
      )}
      <ConfirmDialog
        open={asks !== undefined}
        onOpenChange={(isOpen) => !isOpen && setAsks(undefined)}
        title={asks === "archive" ? `Archive ${name}?` : `Suspend ${name}?`}
        consequence={
          asks === "archive"
            ? "Their sessions end and their API keys are revoked for good. They leave the lists; what they own and did stays. You can restore them."
            : "Their sessions end at once and their API keys are revoked for good. What they own stays theirs. You can let them in again."
        }
        confirmLabel={asks === "archive" ? "Archive" : "Suspend"}
        danger
        onConfirm={() => (asks === "archive" ? archive.mutate(input) : suspend.mutate(input))}
      />
    </div>
  );
}

import { invite, listInvitations, type Role, teammateRoles, teammates } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { OneTimeLink } from "./link-dialog.tsx";

const mayDo: Record<Role, string> = {
  administrator: "Everything, people and API keys included.",
  revops: "All data and definitions: traits, segments, scores, playbooks, imports.",
  leader: "Works on every account and its renewals; shapes segments and dashboards.",
  csm: "Works on accounts, renewals, tasks and conversations.",
  viewer: "Reads everything, changes nothing.",
};

/** Asks for whom the invitation is. */
export function InviteDialog({
  onClose,
  onLink,
}: {
  onClose: () => void;
  onLink: (link: OneTimeLink) => void;
}) {
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("csm");
  const send = useWrite(invite, {
    refreshes: [listInvitations, teammates.list],
    onSuccess: ({ invitation, link, expiresAt, mailedTo }) => {
      onClose();
      onLink({ title: "Invitation made", forWhom: invitation.email, link, expiresAt, mailedTo });
    },
  });
  return (
    <FormDialog
      title="Invite a teammate"
      write={send}
      onSubmit={() => send.mutate({ body: { email, role, ...(name.trim() ? { name } : {}) } })}
      onClose={onClose}
      submitLabel="Make the invitation"
      disabled={email.trim() === ""}
    >
      <TextField label="E-mail" path="email" type="email" value={email} onChange={setEmail} />
      <TextField label="Name" path="name" optional value={name} onChange={setName} />
      <Field label="Role" hint={mayDo[role]}>
        {(control) => (
          <Select
            {...control}
            options={teammateRoles}
            value={role}
            onValueChange={setRole}
            className="w-full"
          />
        )}
      </Field>
    </FormDialog>
  );
}

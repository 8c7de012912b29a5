import {
  archiveKeyRole,
  createKeyRole,
  type KeyRole,
  listKeyRoles,
  restoreKeyRole,
  updateKeyRole,
} from "@perennial/contract";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Form } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { slugOf } from "../../ui/trait-types.ts";

/** The slots that teammates hold on accounts: CSM, Account Manager and any other. */
export function KeyRoles({ mayWrite }: { mayWrite: boolean }) {
  const roles = useCall(listKeyRoles, {});
  if (roles.error) return <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />;
  return (
    <div className="grid max-w-3xl items-start gap-4 lg:grid-cols-2">
      <Card title="Key roles" subtitle="Each account has one teammate, or nobody, in each.">
        {roles.isPending && <Skeleton />}
        <ul className="divide-y divide-line">
          {roles.data?.items.map((role) => (
            <KeyRoleLine key={`${role.id} ${role.name}`} role={role} mayWrite={mayWrite} />
          ))}
        </ul>
      </Card>
      {mayWrite && (
        <Card title="New key role">
          <NewKeyRole />
        </Card>
      )}
    </div>
  );
}

function KeyRoleLine({ role, mayWrite }: { role: KeyRole; mayWrite: boolean }) {
  const [name, setName] = useState<string>();
  const refreshes = [listKeyRoles];
  const rename = useWrite(updateKeyRole, { refreshes, onSuccess: () => setName(undefined) });
  const restore = useWrite(restoreKeyRole, { refreshes });
  const archive = useWrite(archiveKeyRole, {
    refreshes,
    onSuccess: ({ id }) =>
      toast({
        title: `“${role.name}” is archived; who holds it is kept`,
        undo: () => restore.mutate({ params: { id } }),
      }),
  });
  const params = { id: role.id };
  if (name !== undefined) {
    return (
      <li className="py-1.5">
        <Form
          className="gap-2"
          error={rename.error?.message}
          onSubmit={() => rename.mutate({ params, body: { name } })}
        >
          <span className="flex gap-1.5">
            <Input
              aria-label={`New name of ${role.name}`}
              autoFocus
              value={name}
              onChange={(event) => setName(event.target.value)}
              className="grow"
            />
            <Button type="submit" busy={rename.isPending} disabled={name.trim() === ""}>
              Save
            </Button>
            <Button variant="quiet" onClick={() => setName(undefined)}>
              Cancel
            </Button>
          </span>
        </Form>
      </li>
    );
  }
  const isArchived = role.archivedAt !== null;
  return (
    <li className="flex flex-wrap items-center gap-x-2 py-1">
      <span className="grow">
        <span className={isArchived ? "text-ink-3" : ""}>{role.name}</span>
        {isArchived && <span className="text-s text-ink-3"> · archived</span>}
        <code className="block text-s text-ink-3">keyRole.{role.slug}</code>
      </span>
      {mayWrite && !isArchived && (
        <>
          <Button variant="quiet" aria-label={`Rename ${role.name}`} onClick={() => setName(role.name)}>
            Rename
          </Button>
          <Button
            variant="quiet"
            aria-label={`Archive ${role.name}`}
            busy={archive.isPending}
            onClick={() => archive.mutate({ params })}
          >
            Archive
          </Button>
        </>
      )}
      {mayWrite && isArchived && (
        <Button
          aria-label={`Restore ${role.name}`}
          busy={restore.isPending}
          onClick={() => restore.mutate({ params })}
        >
          Restore
        </Button>
      )}
    </li>
  );
}

function NewKeyRole() {
  const [name, setName] = useState("");
  const create = useWrite(createKeyRole, {
    refreshes: [listKeyRoles],
    onSuccess: (role) => {
      setName("");
      toast({ title: `Every account now has a slot for its ${role.name}` });
    },
  });
  const slug = slugOf(name);
  return (
    <Form
      fieldErrors={create.error?.fields}
      error={create.error?.fields.length ? undefined : create.error?.message}
      onSubmit={() => create.mutate({ body: { name, slug } })}
      actions={
        <Button type="submit" icon={Plus} busy={create.isPending} disabled={slug === ""}>
          Add
        </Button>
      }
    >
      <TextField
        label="Name"
        path="name"
        hint={slug ? `Rules and imports name it keyRole.${slug}` : "For example: Renewal specialist"}
        value={name}
        onChange={setName}
      />
    </Form>
  );
}

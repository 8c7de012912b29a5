import { createKeyRole, listKeyRoles } from "@perennial/contract";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Form } from "../../ui/field.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { slugOf } from "./trait-types.ts";

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
            <li key={role.id} className="flex justify-between gap-3 py-1.5">
              <span>{role.name}</span>
              <code className="text-s text-ink-3">keyRole.{role.slug}</code>
            </li>
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

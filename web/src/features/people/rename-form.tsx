import { type Teammate, teammates } from "@perennial/contract";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Form } from "../../ui/field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

/** A teammate's name and e-mail. The e-mail of somebody who can sign in is an administrator's to change. */
export function RenameForm({ teammate }: { teammate: Teammate }) {
  const [name, setName] = useState(teammate.name ?? "");
  const [email, setEmail] = useState(teammate.email ?? "");
  const mayAdminister = useMay("teammates.administer");
  const save = useWrite(teammates.update, {
    refreshes: [teammates.list],
    onSuccess: () => toast({ title: "Saved" }),
  });
  const isChanged = name !== (teammate.name ?? "") || email !== (teammate.email ?? "");
  const hasFields = (save.error?.fields.length ?? 0) > 0;
  return (
    <Form
      fieldErrors={save.error?.fields}
      error={hasFields ? undefined : save.error?.message}
      onSubmit={() => save.mutate({ params: { id: teammate.id }, body: { name, email: email || null } })}
      actions={
        <Button type="submit" disabled={!isChanged} busy={save.isPending}>
          Save
        </Button>
      }
    >
      <TextField label="Name" path="name" value={name} onChange={setName} />
      <TextField
        label="E-mail"
        path="email"
        type="email"
        disabled={!mayAdminister && teammate.status !== "not-invited"}
        value={email}
        onChange={setEmail}
      />
    </Form>
  );
}

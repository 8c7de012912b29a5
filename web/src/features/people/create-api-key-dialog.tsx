import { createApiKey, listApiKeys } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { now } from "../../ui/clock.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field, Form, useFieldError } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";
import { ShownOnceDialog } from "../../ui/shown-once-dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";

const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: "never", label: "No end" },
] as const;
type Lifetime = (typeof lifetimes)[number]["value"];

/** Makes a key and shows it, once. */
export function CreateApiKeyDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>([]);
  const [lifetime, setLifetime] = useState<Lifetime>("365");
  const create = useWrite(createApiKey, { refreshes: [listApiKeys] });
  if (create.data) {
    return (
      <ShownOnceDialog
        title={`Key “${create.data.apiKey.name}”`}
        use="Send it as: Authorization: Bearer pk_…"
        secret={create.data.key}
        onClose={onClose}
      />
    );
  }
  const hasFields = (create.error?.fields.length ?? 0) > 0;
  const expiresAt =
    lifetime === "never"
      ? null
      : now()
          .add({ hours: 24 * Number(lifetime) })
          .toString();
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} title="New API key" width="s">
      <Form
        fieldErrors={create.error?.fields}
        error={hasFields ? undefined : create.error?.message}
        onSubmit={() => create.mutate({ body: { name, scopes, expiresAt } })}
        actions={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              type="submit"
              variant="primary"
              busy={create.isPending}
              disabled={name.trim() === "" || scopes.length === 0}
            >
              Make the key
            </Button>
          </>
        }
      >
        <TextField
          label="Name"
          path="name"
          hint="What uses it: Warehouse, HubSpot sync …"
          value={name}
          onChange={setName}
        />
        <ScopesField value={scopes} onChange={setScopes} />
        <Field label="Valid for">
          {(control) => (
            <Select
              {...control}
              options={lifetimes}
              value={lifetime}
              onValueChange={setLifetime}
              className="w-full"
            />
          )}
        </Field>
      </Form>
    </Dialog>
  );
}

const areas = [
  "accounts",
  "organizations",
  "contacts",
  "contracts",
  "subscriptions",
  "renewals",
  "tickets",
  "events",
  "metrics",
  "segments",
  "health-scores",
  "traits",
  "teammates",
  "playbooks",
  "conversations",
  "projects",
  "tasks",
  "notes",
  "dashboards",
  "views",
  "imports",
];
const scopeOptions = [
  { value: "*", label: "Everything", hint: "that its owner may do" },
  { value: "changes.read", label: "Read the change feed" },
  { value: "arr.read", label: "Read ARR" },
  { value: "forecast.read", label: "Read the forecast" },
  { value: "company.read", label: "Read the company's settings" },
  ...areas.flatMap((area) => {
    const words = area.replace("-", " ");
    return [
      { value: `${area}.read`, label: `Read ${words}` },
      { value: `${area}.*`, label: `Read and write ${words}` },
    ];
  }),
];

function ScopesField({ value, onChange }: { value: string[]; onChange: (scopes: string[]) => void }) {
  const error = useFieldError("scopes");
  return (
    <Field label="Scopes" hint="As few as the program needs." error={error}>
      {(control) => (
        <Combobox
          {...control}
          label="Scopes"
          multiple
          options={scopeOptions}
          value={value}
          onValueChange={onChange}
          placeholder="Choose scopes"
          className="w-full"
        />
      )}
    </Field>
  );
}

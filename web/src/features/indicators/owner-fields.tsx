import { type IndicatorDefinition, listKeyRoles, teammates } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Field, useFieldError } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";

type Owner = IndicatorDefinition["owner"];

const kinds: readonly { value: Owner["kind"]; label: string }[] = [
  { value: "key-role", label: "Holder of a key role" },
  { value: "manager", label: "Manager of a key role's holder" },
  { value: "renewal-owner", label: "Owner of the next renewal" },
  { value: "team", label: "A team" },
  { value: "teammate", label: "One person" },
];

/** Who gets what a definition raises; where the rule finds nobody, the account's CSM does. */
export function OwnerFields({ owner, onChange }: { owner: Owner; onChange: (owner: Owner) => void }) {
  const choices = useChoices();
  const error = useFieldError("owner", "For");
  const named = choices[owner.kind];
  const choose = (kind: Owner["kind"]) => {
    const first = choices[kind]?.[0]?.value ?? "";
    onChange(kind === "renewal-owner" ? { kind } : ownerOf(kind, first));
  };
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="For" error={error}>
        {(control) => <Select {...control} options={kinds} value={owner.kind} onValueChange={choose} />}
      </Field>
      {owner.kind !== "renewal-owner" && named && (
        <Field label={owner.kind === "team" ? "Team" : owner.kind === "teammate" ? "Person" : "Key role"}>
          {(control) => (
            <Combobox
              {...control}
              label="Who"
              options={named}
              value={nameIn(owner)}
              onValueChange={(name) => name !== null && onChange(ownerOf(owner.kind, name))}
              className="w-full"
            />
          )}
        </Field>
      )}
      {owner.kind === "team" && (
        <p className="text-s text-ink-3 sm:col-span-2">
          Who of the team works the account gets it, else who of it has the fewest open indicators.
        </p>
      )}
    </div>
  );
}

type Choices = Partial<Record<Owner["kind"], { value: string; label: string }[]>>;

function useChoices(): Choices {
  const found = useCall(listKeyRoles, {}).data?.items ?? [];
  const people = useTeammateOptions();
  const all = useCall(teammates.list, { query: { limit: 1000, sort: "name" } }).data?.items ?? [];
  const roles = found.map(({ slug, name }) => ({ value: slug, label: name }));
  const teams = [...new Set(all.flatMap(({ team }) => team ?? []))].sort();
  return {
    "key-role": roles,
    manager: roles,
    team: teams.map((team) => ({ value: team, label: team })),
    teammate: people.map(({ value, label }) => ({ value, label })),
  };
}

function nameIn(owner: Owner): string | null {
  if (owner.kind === "renewal-owner") return null;
  if (owner.kind === "team") return owner.team;
  return owner.kind === "teammate" ? owner.id : owner.role;
}

function ownerOf(kind: Owner["kind"], name: string): Owner {
  if (kind === "renewal-owner") return { kind };
  if (kind === "team") return { kind, team: name };
  return kind === "teammate" ? { kind, id: name } : { kind, role: name };
}

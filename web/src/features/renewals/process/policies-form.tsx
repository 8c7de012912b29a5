import { listKeyRoles, renewalPolicies } from "@perennial/contract";
import type { CallResult } from "../../../api/client.ts";
import { useCall, useWrite } from "../../../api/query.ts";
import { Combobox } from "../../../ui/combobox.tsx";
import { Input } from "../../../ui/input.tsx";
import type { Option } from "../../../ui/option-list.tsx";
import { Select } from "../../../ui/select.tsx";
import { toast } from "../../../ui/toast.tsx";
import { DefinitionsForm } from "./definitions-form.tsx";
import { NumberInput } from "./number-input.tsx";
import { type TouchModel, touchModelOf, touchModels, touchValue } from "./touch-models.ts";

type Policy = CallResult<typeof renewalPolicies.read>["items"][number];

/** When renewals appear, when an order is early or too late, and on which days a call is asked for. */
export function PoliciesForm({ policies, mayEdit }: { policies: readonly Policy[]; mayEdit: boolean }) {
  const roles = (useCall(listKeyRoles, {}).data?.items ?? []).map(({ slug, name }) => ({
    value: slug,
    label: name,
  }));
  const save = useWrite(renewalPolicies.write, {
    refreshes: [renewalPolicies.read],
    onSuccess: () =>
      toast({ title: "Policies saved", undo: () => save.mutate({ body: { items: [...policies] } }) }),
  });
  return (
    <DefinitionsForm<Policy>
      title="When renewals appear and what counts as late"
      subtitle="One policy for every account, and one for each touch model that differs. Days are counted to expiry"
      noun="policy"
      isOrdered={false}
      stored={policies}
      blank={{
        slug: "",
        touchModel: "high",
        leadDays: 180,
        earlyDays: 30,
        toleranceDays: 30,
        ownerKeyRoles: [],
        checkpointDays: [180, 90],
      }}
      mayEdit={mayEdit}
      save={{
        ...save,
        mutate: (items) =>
          save.mutate({
            body: {
              items: items.map((item) => ({ ...item, slug: item.slug || newSlug(item, items) })),
            },
          }),
      }}
      nameOf={({ touchModel }) => `the policy of ${touchValue(touchModel)} touch`}
      row={(policy, change, at) => {
        const days = (label: string, field: "leadDays" | "earlyDays" | "toleranceDays") => (
          <NumberInput
            label={`${label}, policy ${at + 1}`}
            unit={label}
            readOnly={!mayEdit}
            value={policy[field]}
            onChange={(value) => change({ [field]: value ?? 0 })}
          />
        );
        return (
          <>
            <Select
              aria-label={`Touch model of policy ${at + 1}`}
              disabled={!mayEdit}
              options={touchModels}
              value={touchValue(policy.touchModel)}
              onValueChange={(value) => change({ touchModel: touchModelOf(value as TouchModel) })}
            />
            {days("days before: it appears", "leadDays")}
            {days("days before: early", "earlyDays")}
            {days("days after: still late, not lapsed", "toleranceDays")}
            <span className="flex items-center gap-1 text-s text-ink-2">
              <span className="w-[96px]">
                <Input
                  aria-label={`Checkpoints, policy ${at + 1}`}
                  readOnly={!mayEdit}
                  defaultValue={policy.checkpointDays.join(", ")}
                  onBlur={(event) =>
                    change({
                      checkpointDays: event.target.value
                        .split(/[\s,;]+/)
                        .filter(Boolean)
                        .map(Number),
                    })
                  }
                />
              </span>
              days before: a call is asked for
            </span>
            <span className="flex items-center gap-1 text-s text-ink-2">
              <Combobox
                multiple
                label={`Owner of renewals, policy ${at + 1}`}
                className="w-[200px]"
                placeholder="Nobody by itself"
                disabled={!mayEdit}
                options={[...roles, ...goneRoles(policy.ownerKeyRoles, roles)]}
                value={policy.ownerKeyRoles}
                onValueChange={(ownerKeyRoles) => change({ ownerKeyRoles })}
              />
              owns it: the first role chosen that somebody holds
            </span>
          </>
        );
      }}
    />
  );
}

/** Roles that a policy names and that are no more: nobody holds them, and they can be taken out. */
function goneRoles(chosen: readonly string[], roles: readonly Option[]): Option[] {
  const gone = chosen.filter((slug) => !roles.some((role) => role.value === slug));
  return gone.map((slug) => ({ value: slug, label: `${slug} (no such key role)` }));
}

/** A policy made anew is called after its touch model, or after where it stands when that is taken. */
function newSlug(policy: Policy, all: readonly Policy[]): string {
  const slug = touchValue(policy.touchModel);
  return all.some((one) => one.slug === slug) ? `${slug}_${all.indexOf(policy) + 1}` : slug;
}

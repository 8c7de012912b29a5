import { listSegments } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { FilterSelect } from "../../ui/filter-select.tsx";
import type { Scope } from "./dashboard-scope.ts";

type ScopeBarProps = {
  scope: Scope;
  change: (patch: { [Key in keyof Scope]?: Scope[Key] | undefined }) => void;
};

const periods = [
  { value: "any", label: "Any period" },
  { value: "30", label: "Due in the next 30 days" },
  { value: "90", label: "Due in the next 90 days" },
  { value: "180", label: "Due in the next 180 days" },
  { value: "365", label: "Due in the next 12 months" },
];

/** Narrows all widgets at once: by period, owner and segment. */
export function ScopeBar({ scope, change }: ScopeBarProps) {
  const people = useTeammateOptions();
  const segments = useCall(listSegments, {});
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <FilterSelect
        aria-label="Period"
        data-filter
        options={periods}
        value={scope.period ?? "any"}
        isSet={scope.period !== undefined}
        onValueChange={(period) => change({ period: period === "any" ? undefined : (period as "30") })}
      />
      <FilterSelect
        aria-label="Owner"
        options={[
          { value: "any", label: "Owner anybody" },
          { value: "me", label: "My book" },
          ...people.map(({ value, label }) => ({ value, label: `Owner ${label}` })),
        ]}
        value={scope.owner ?? "any"}
        isSet={scope.owner !== undefined}
        onValueChange={(owner) => change({ owner: owner === "any" ? undefined : owner })}
      />
      <FilterSelect
        aria-label="Segment"
        options={[
          { value: "any", label: "Any segment" },
          ...(segments.data?.items ?? []).map(({ slug, name }) => ({
            value: slug,
            label: `Segment ${name}`,
          })),
        ]}
        value={scope.segment ?? "any"}
        isSet={scope.segment !== undefined}
        onValueChange={(segment) => change({ segment: segment === "any" ? undefined : segment })}
      />
    </div>
  );
}

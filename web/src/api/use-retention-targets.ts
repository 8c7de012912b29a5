import { listRetentionTargets } from "@perennial/contract";
import { useCall } from "./query.ts";
import { type Targets, targetsOf } from "./retention-targets.ts";

/** What retention is aimed at: of the company, and of each value of a field. */
export function useRetentionTargets() {
  const { data } = useCall(listRetentionTargets, {}, { live: ["retention-target"] });
  const all = data?.items ?? [];
  return {
    all,
    company: targetsOf(all, null, null),
    ofGroup:
      (groupBy: string) =>
      (group: string | null): Targets =>
        targetsOf(all, groupBy, group),
  };
}

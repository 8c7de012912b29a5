import { listRetentionTargets } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { type Targets, targetsOf } from "./targets.ts";

/** What retention is aimed at: of the company, and of each value of a field. */
export function useTargets() {
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

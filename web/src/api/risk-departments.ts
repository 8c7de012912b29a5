import { listRiskDepartments, type RiskDepartment } from "@perennial/contract";
import { useCall } from "./query.ts";

/** The departments that drive risks and are asked for help, in order. */
export function useRiskDepartments(): readonly RiskDepartment[] {
  return useCall(listRiskDepartments, {}, { live: ["risk-department"] }).data?.items ?? [];
}

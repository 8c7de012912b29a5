import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";

/** When renewals appear and how their timing is judged. Days. */
export type RenewalPolicy = {
  readonly slug: string;
  readonly touchModel: string | null;
  readonly leadDays: number;
  readonly earlyDays: number;
  readonly toleranceDays: number;
  readonly ownerKeyRoles: readonly string[];
  readonly checkpointDays: readonly number[];
};

export async function readPolicies(db: Db | Tx): Promise<RenewalPolicy[]> {
  const { rows } = await sql<{
    slug: string;
    touch_model: string | null;
    lead_days: number;
    early_days: number;
    tolerance_days: number;
    owner_key_roles: string[];
    checkpoint_days: number[];
  }>`
    select slug, touch_model, lead_days, early_days, tolerance_days, owner_key_roles, checkpoint_days
      from renewal_policies order by touch_model nulls first, slug
  `.execute(db);
  return rows.map((row) => ({
    slug: row.slug,
    touchModel: row.touch_model,
    leadDays: row.lead_days,
    earlyDays: row.early_days,
    toleranceDays: row.tolerance_days,
    ownerKeyRoles: row.owner_key_roles,
    checkpointDays: row.checkpoint_days,
  }));
}

const shipped: RenewalPolicy = {
  slug: "default",
  touchModel: null,
  leadDays: 180,
  earlyDays: 30,
  toleranceDays: 30,
  ownerKeyRoles: [],
  checkpointDays: [180, 90],
};

/** The policy for accounts of a touch model: its own, else the one for everybody. */
export function policyFor(policies: readonly RenewalPolicy[], touchModel: string | null): RenewalPolicy {
  const own = policies.find((policy) => policy.touchModel !== null && policy.touchModel === touchModel);
  return own ?? policies.find((policy) => policy.touchModel === null) ?? shipped;
}

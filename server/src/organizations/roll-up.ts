import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { contributions } from "../kernel/slice.ts";

/** What an organization's accounts come to. */
export type RollUp = { accountCount: number; arr: string; nextRenewalOn: string | null };

/** Reads the sums of the accounts below organizations; those without accounts are left out. */
export type RollUpReader = (
  app: App,
  ctx: Context,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, RollUp>>;

/** The health of an organization's accounts together, by score. */
export type OrganizationScores = Readonly<
  Record<string, { value: number; label: string | null; accounts: number; change30d: number | null }>
>;
type ScoresReader = (
  app: App,
  ctx: Context,
  ids: readonly string[],
) => Promise<{ primary: string | undefined; byOrganization: ReadonlyMap<string, OrganizationScores> }>;

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    /** Given by who keeps accounts: they stand above organizations. */
    organizationRollUps: readonly RollUpReader[];
    /** Given by who keeps health scores. */
    organizationScores: readonly ScoresReader[];
  }
}

const nothing: RollUp = { accountCount: 0, arr: "0.00", nextRenewalOn: null };

/** The sums and scores of each organization, in the order of the ids. */
export async function rollUpsOf(
  app: App,
  ctx: Context,
  ids: readonly string[],
): Promise<
  (RollUp & { scores: OrganizationScores; health: number | null; healthChange30d: number | null })[]
> {
  const found = new Map<string, RollUp>();
  const scores = new Map<string, OrganizationScores>();
  let primary: string | undefined;
  for (const read of contributions(app, "organizationRollUps")) {
    for (const [id, rollUp] of await read(app, ctx, ids)) found.set(id, rollUp);
  }
  // Which model applied on an earlier day to which account is not kept: of the past, no score of theirs.
  for (const read of ctx.asOf ? [] : contributions(app, "organizationScores")) {
    const told = await read(app, ctx, ids);
    primary = told.primary;
    for (const [id, own] of told.byOrganization) scores.set(id, own);
  }
  return ids.map((id) => {
    const own = scores.get(id) ?? {};
    const { value = null, change30d = null } = (primary ? own[primary] : undefined) ?? {};
    return { ...(found.get(id) ?? nothing), scores: own, health: value, healthChange30d: change30d };
  });
}

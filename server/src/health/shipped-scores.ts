import type { HealthGroup, HealthMeasure, HealthModel } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { checkRule } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { catalogOf, ruleCatalogOf } from "../objects/index.ts";
import { ensureShippedSegments } from "../segments/index.ts";
import { createHealthScore, updateHealthScore } from "./write-health-score.ts";

/** The ranges by which scores are read unless a company draws others. */
export const shippedLabels: HealthModel["labels"] = [
  { value: "at_risk", label: "At risk", from: 0, tone: "bad" },
  { value: "concerning", label: "Concerning", from: 40, tone: "warn" },
  { value: "healthy", label: "Healthy", from: 70, tone: "good" },
];

type Bands = readonly (readonly [upTo: number | null, points: number])[];

/** Set once anything was ever done in the product: without it, counts of 0 say nothing. */
const everSeen = "metric:days_since_last_seen";

function byBands(
  slug: string,
  name: string,
  weight: number,
  field: string,
  bands: Bands,
  needs?: string,
): HealthMeasure {
  return {
    slug,
    name,
    weight,
    source: { kind: "field", field, ...(needs ? { needs } : {}) },
    transform: {
      kind: "bands",
      bands: bands.map(([to, points], index) => ({ from: bands[index - 1]?.[0] ?? null, to, points })),
    },
    missing: "leave-out",
  };
}

function byRule(
  slug: string,
  name: string,
  weight: number,
  rule: RuleJson,
  whenFalse: number,
): HealthMeasure {
  return {
    slug,
    name,
    weight,
    source: { kind: "rule", rule },
    transform: { kind: "truth", whenTrue: 100, whenFalse },
    missing: "leave-out",
  };
}

const isOpen: RuleJson = { subject: "solvedAt", op: "is-empty" };

/** Every measure of the shipped score; those whose fields a company does not have yet are left out of its model. */
const shippedGroups: readonly HealthGroup[] = [
  {
    slug: "adoption",
    name: "Adoption",
    weight: 40,
    measures: [
      byBands("last_seen", "Days since last seen", 30, "metric:days_since_last_seen", [
        [7, 100],
        [14, 75],
        [30, 40],
        [null, 0],
      ]),
      byBands(
        "active_days",
        "Active days, 30 d",
        25,
        "metric:active_days_30d",
        [
          [2, 0],
          [6, 35],
          [12, 70],
          [null, 100],
        ],
        everSeen,
      ),
      byBands(
        "seats_used",
        "Seat utilisation",
        25,
        "role:seats-used",
        [
          [20, 0],
          [40, 40],
          [60, 70],
          [null, 100],
        ],
        everSeen,
      ),
      byBands("usage_trend", "Change of usage, %", 20, "role:usage.changePct", [
        [-50, 0],
        [-25, 30],
        [-10, 60],
        [null, 100],
      ]),
    ],
  },
  {
    slug: "support",
    name: "Support",
    weight: 20,
    measures: [
      byRule(
        "no_urgent",
        "No urgent ticket is open",
        60,
        {
          related: "tickets",
          quantifier: { kind: "none" },
          where: { all: [isOpen, { subject: "priority", op: "is", value: "urgent" }] },
        },
        10,
      ),
      byRule(
        "nothing_drags",
        "No ticket has been open for 14 days",
        40,
        {
          related: "tickets",
          quantifier: { kind: "none" },
          where: {
            all: [isOpen, { subject: "openedAt", op: "more-than-ago", value: { count: 14, unit: "days" } }],
          },
        },
        20,
      ),
    ],
  },
  {
    slug: "relationship",
    name: "Relationship",
    weight: 20,
    measures: [
      byRule("owned", "Somebody of ours owns the account", 30, { subject: "keyRole:csm", op: "is-set" }, 0),
      byRule(
        "contacts",
        "Two contacts or more are known",
        70,
        {
          related: "contacts",
          quantifier: { kind: "at-least", count: 2 },
          where: { subject: "deactivatedOn", op: "is-empty" },
        },
        20,
      ),
    ],
  },
  {
    slug: "commercial",
    name: "Commercial",
    weight: 20,
    measures: [
      byBands("renewals_overdue", "Renewals overdue", 100, "overdueRenewalCount", [
        [1, 100],
        [null, 0],
      ]),
    ],
  },
];

/** The groups with the measures that can be asked now. */
async function groupsNow(app: App): Promise<HealthGroup[]> {
  const fields = (await catalogOf(app)).fieldsOf("account");
  const rules = await ruleCatalogOf(app);
  const canAsk = ({ source }: HealthMeasure) =>
    source.kind === "field" ? fields.has(source.field) : "rule" in checkRule(source.rule, rules, "account");
  return shippedGroups
    .map((group) => ({ ...group, measures: group.measures.filter(canAsk) }))
    .filter((group) => group.measures.length > 0);
}

/**
 * Creates the score “Overall” over what can be measured, and lets it grow with what can be measured later for as long as
 * nobody has changed it. Segments that read it follow.
 */
export async function ensureShippedScores(app: App, ctx: Context): Promise<void> {
  const groups = await groupsNow(app);
  const model: HealthModel = { groups, labels: shippedLabels, minimumCoveragePct: 30 };
  const existing = await app.db
    .selectFrom("health_scores")
    .select(["id", "is_shipped", "archived_at"])
    .where("slug", "=", "overall")
    .executeTakeFirst();
  if (!existing) {
    await execute(app, ctx, createHealthScore, {
      slug: "overall",
      name: "Overall",
      description:
        "A healthy customer uses what it pays for, gets help in time, knows us by name and has no loose commercial ends.",
      model,
      isShipped: true,
    });
  } else if (existing.is_shipped && existing.archived_at === null) {
    const touched = await app.db
      .selectFrom("health_score_versions")
      .select("version")
      .where("score_id", "=", existing.id)
      .where("actor_kind", "!=", "system")
      .executeTakeFirst();
    if (!touched) await execute(app, ctx, updateHealthScore, { slug: "overall", patch: { model } });
  }
  await ensureShippedSegments(app, ctx);
}

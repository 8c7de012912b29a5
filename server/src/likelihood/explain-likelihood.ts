import type { Reason } from "@perennial/contract";
import { sql } from "kysely";
import type { Explainer } from "../explain/index.ts";
import type { App } from "../kernel/app.ts";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { isId } from "../kernel/ids.ts";
import { featureSpecs } from "./features/read-features.ts";
import { readVersion, type StoredVersion } from "./likelihood-versions.sql.ts";
import { contributionsBy, type TrainedModel } from "./model/learn.ts";
import { logOddsOf, probabilityOf } from "./model/logistic.ts";
import { logOddsPerHealthPoint, neutralHealth, type PriorModel, partsOfPrior } from "./model/prior.ts";
import type { FeatureSpec, FeatureValues } from "./model/sample.ts";

type Judged = {
  due_on: string;
  likelihood: number | null;
  version: number | null;
  features: FeatureValues | null;
  predicted_at: string | null;
  human: number | null;
  human_source: string | null;
};

/**
 * Why the model gives a renewal its likelihood: `renewal:likelihood` of the account's next open renewal, or
 * `renewal:likelihood:ID` of one. Worked out from the version and the facts it was judged by, so that it explains the number
 * that is shown.
 */
export const likelihoodExplainer: Explainer = {
  prefix: "renewal",
  async explain({ app, accountId, name }) {
    const [what, id] = name.split(":");
    if (what !== "likelihood" || (id !== undefined && !isId(id))) {
      throw problem("invalid-input", `“renewal:${name}” cannot be explained. Ask for renewal:likelihood.`, {
        fields: [{ path: "of", message: "renewal:likelihood, or renewal:likelihood:ID of one renewal" }],
      });
    }
    const judged = await readJudged(app.db, accountId, id ?? null);
    if (!judged) throw problem("not-found", "This account has no open renewal.");
    if (judged.likelihood === null || judged.version === null) {
      return {
        summary: `The renewal due on ${judged.due_on} has not been judged yet; it will be within a minute.`,
        value: null,
        reason: { label: "Likelihood of renewing", note: "Not judged yet" },
      };
    }
    const version = await readVersion(app.db, judged.version);
    const features = judged.features ?? {};
    const { children, source } =
      version.model.kind === "trained"
        ? { children: reasonsOf(app, version.model, features), source: sourceOf(version) }
        : { children: reasonsOfPrior(version.model, features, judged.human), source: sourceOf(version) };
    return {
      summary: `Renews with ${percent(judged.likelihood)}, due on ${judged.due_on}. ${source}${disagreement(judged)}`,
      value: judged.likelihood,
      reason: {
        label: "Likelihood of renewing (model)",
        seen: percent(judged.likelihood),
        note: `Version ${version.version} · ${source}`,
        children,
      },
    };
  },
};

async function readJudged(db: Db, accountId: string, id: string | null): Promise<Judged | undefined> {
  const { rows } = await sql<Judged>`
    select r.due_on, d.likelihood_model::float8 as likelihood, d.likelihood_version as version,
           d.likelihood_features as features, d.predicted_at,
           coalesce(r.human_likelihood, f.default_likelihood)::float8 as human,
           case when r.human_likelihood is null then f.label end as human_source
      from renewals r
      left join renewal_derived d on d.account_id = r.account_id and d.id = r.id
      left join forecast_ratings f on f.slug = r.rating
     where r.account_id = ${accountId}::uuid and r.archived_at is null
       and case when ${id}::uuid is null then r.outcome is null else r.id = ${id}::uuid end
     order by r.due_on, r.id limit 1
  `.execute(db);
  return rows[0];
}

function sourceOf(version: StoredVersion): string {
  return version.kind === "trained"
    ? version.reason
    : `Not learned: a prior of rating and health stands in. ${version.reason}`;
}

function disagreement({ likelihood, human, human_source }: Judged): string {
  if (human === null || likelihood === null) return "";
  const gap = Math.round((likelihood - human) * 100);
  const who = human_source
    ? `People say ${percent(human)} (rated ${human_source})`
    : `People say ${percent(human)}`;
  return Math.abs(gap) < 10 ? ` ${who}.` : ` ${who}: ${Math.abs(gap)} points ${gap < 0 ? "more" : "less"}.`;
}

/** What each fact adds, the strongest first; values of a category together. */
function reasonsOf(app: App, model: TrainedModel, features: FeatureValues): Reason[] {
  const specs = new Map(featureSpecs(app).map((spec) => [spec.slug, spec]));
  const parts = contributionsBy(model, features);
  const total = model.intercept + parts.reduce((sum, part) => sum + part.logOdds, 0);
  const byFeature = Map.groupBy(parts, ({ term }) => term.feature);
  const reasons = [...byFeature].map(([slug, ofFeature]) => {
    const spec = specs.get(slug);
    const logOdds = ofFeature.reduce((sum, part) => sum + part.logOdds, 0);
    const value = features[slug] ?? null;
    const usual = ofFeature[0]?.term;
    return {
      label: spec?.label ?? slug,
      seen: value === null || !spec ? value : shown(spec, value),
      contribution: points(probabilityOf(total) - probabilityOf(total - logOdds)),
      note:
        value === null
          ? "Not known: counts as usual"
          : usual && usual.level === null && spec
            ? `Usual: ${shown(spec, usual.mean)}`
            : undefined,
    };
  });
  const sorted = reasons.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  return [
    ...sorted,
    {
      label: "An average renewal",
      seen: percent(probabilityOf(model.intercept)),
      note: "Where the count begins; what a fact adds is in points of likelihood, against an average renewal",
    },
  ];
}

function reasonsOfPrior(model: PriorModel, features: FeatureValues, human: number | null): Reason[] {
  const { start, isRated, fromHealth } = partsOfPrior(model, features, human);
  const total = logOddsOf(start) + (fromHealth ?? 0);
  return [
    {
      label: isRated ? "What people say (rating or likelihood)" : "The company’s rate of renewing",
      seen: percent(start),
      note: isRated ? undefined : "No rating yet; held towards 85 % by ten renewals",
    },
    {
      label: "Health",
      seen: features.health ?? null,
      contribution: fromHealth === null ? null : points(probabilityOf(total) - start),
      note:
        fromHealth === null
          ? "No health score: adds nothing"
          : `${neutralHealth} adds nothing; each point ${logOddsPerHealthPoint} of log-odds`,
    },
  ];
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const points = (share: number) => Math.round(share * 1000) / 10;

/** A feature's value as people read it: logarithms undone. */
function shown(spec: FeatureSpec, value: number | string): string {
  if (typeof value === "string") return value;
  const whole = (number: number) => Math.round(number).toLocaleString("en");
  switch (spec.shown) {
    case "ratio":
      return `${value < 0 ? "−" : "+"}${whole(Math.abs(Math.exp(value) - 1) * 100)} %`;
    case "log10":
      return whole(10 ** value);
    case "log-count":
      return whole(Math.exp(value) - 1);
    case "yes-no":
      return value === 0 || value === 1 ? (value === 1 ? "yes" : "no") : `${percent(value)} yes`;
    case "days":
      return `${whole(value)} days`;
    default:
      return String(Math.round(value * 10) / 10);
  }
}

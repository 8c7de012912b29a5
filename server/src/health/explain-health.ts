import type { HealthMeasure, Reason } from "@perennial/contract";
import type { Rule } from "@perennial/rules";
import { type Explainer, namesIn, plainAccount, reasonOfRule } from "../explain/index.ts";
import { catalogOf, isPast, ruleCatalogOf, ruleEnv } from "../objects/index.ts";
import { checkStoredRule } from "../segments/index.ts";
import { readScore } from "./health.sql.ts";
import { coverageField, measureField, modelField, oldestField, scoreField } from "./health-columns.ts";
import { missingNote, reasonOfPart, scoreRead, whyModel } from "./health-reasons.ts";
import { labelAt, placedMeasures, printedRange, variantsOf } from "./model.ts";
import { readOverrides, standingOverride } from "./overrides.sql.ts";
import { explainPastHealth } from "./past/explain-past-health.ts";
import { type ScoredPart, scoreOf } from "./score.ts";
import { transformOf } from "./transforms/index.ts";

/** Why an account has its score: every group and measure with what was seen, its points, its weight and what it adds. */
export const healthExplainer: Explainer = {
  prefix: "health",
  tellsPast: true,
  async explain({ app, ctx, accountId, name }) {
    if (isPast(ctx)) return explainPastHealth(app, ctx, accountId, name);
    const score = await readScore(app.db, name);
    const rules = await ruleCatalogOf(app);
    const env = await ruleEnv(app, ctx);
    const placed = placedMeasures(score.model);
    const ruleOf = new Map<HealthMeasure, Rule>();
    for (const { measure } of placed) {
      if (measure.source.kind !== "rule") continue;
      const checked = checkStoredRule(rules, measure.source.rule);
      if ("rule" in checked) ruleOf.set(measure, checked.rule);
    }
    const account = await plainAccount(app, accountId, [...ruleOf.values()]);
    const names = await namesIn(app, [...ruleOf.values()], account);
    const fields = (await catalogOf(app)).fieldsOf("account");
    const nameOf = (slug: string) => fields.get(slug)?.label ?? slug;
    const printed = ({ transform }: HealthMeasure) => transformOf(transform).print(transform, nameOf);
    const points = new Map(
      placed.map(({ measure }) => {
        const value = account[measureField(score.slug, measure.slug)];
        return [measure.slug, value === null || value === undefined ? null : Number(value)] as const;
      }),
    );

    const scores = new Map<string, Reason>();
    for (const { measure } of placed) {
      const other = scoreRead(measure);
      if (other === undefined) continue;
      const why = await healthExplainer.explain({ app, ctx, accountId, name: other });
      scores.set(other, why.reason);
    }

    const reasonOf = (part: ScoredPart): Reason => {
      const shown = reasonOfPart(part);
      const { measure } = part;
      if (!measure) return { ...shown, children: part.parts.map(reasonOf) };
      const isMissing = (points.get(measure.slug) ?? null) === null;
      const note = isMissing ? missingNote[measure.missing] : printed(measure);
      if (measure.source.kind === "field") {
        const field = fields.get(measure.source.field);
        const asked = field ? {} : { asked: `${measure.source.field} is no more` };
        const seen = account[measure.source.field] ?? null;
        const children = scores.get(scoreRead(measure) ?? "")?.children;
        return { ...shown, seen, note, ...asked, ...(children ? { children } : {}) };
      }
      const rule = ruleOf.get(measure);
      if (!rule) return { ...shown, seen: null, note: "Its rule asks about what is no more" };
      const why = reasonOfRule(rule, account, env, names);
      return { ...shown, seen: why.result ?? null, note, children: [why] };
    };

    const variant = variantsOf(score.model).find(
      ({ segment }) => segment === null || account[`segment:${segment}`] === true,
    );
    const scored = scoreOf(variant ?? score.model, points);
    const said = standingOverride(await readOverrides(app.db, accountId), score.slug, ctx.today);
    const stored = account[scoreField(score.slug)];
    const value = stored === null || stored === undefined ? null : Number(stored);
    const coverage = Number(account[coverageField(score.slug)] ?? scored.coveragePct);
    const oldest = account[oldestField(score.slug)];
    const label = value === null ? undefined : labelAt(score.model, value);
    const range = label ? printedRange(score.model, score.model.labels.indexOf(label)) : "";
    const byModel = account[modelField(score.slug)] ?? null;
    const summary = said
      ? `${score.name} is ${said.value}, as ${said.givenBy} says until ${said.expiresOn}: “${said.reason}”. The model says ${byModel ?? "nothing: it has too little data"}`
      : value === null
        ? `${score.name} is withheld: ${coverage} % of its weights have data, ${variant?.minimumCoveragePct} % are needed`
        : `${score.name} is ${value}, ${label?.label ?? "without label"} ${range}: ${coverage} % of its weights have data`;
    return {
      summary,
      value,
      reason: {
        label: score.name,
        points: value,
        note: [
          `Version ${score.version} of the model`,
          ...(score.model.variants?.length ? [whyModel(variant, nameOf)] : []),
          `coverage ${coverage} %`,
          ...(oldest ? [`oldest input of ${oldest}`] : []),
        ].join(" · "),
        children: scored.parts.map(reasonOf),
      },
    };
  },
};

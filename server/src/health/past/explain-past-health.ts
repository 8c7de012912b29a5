import type { Explanation, HealthMeasure, Reason } from "@perennial/contract";
import { describeRule } from "@perennial/rules";
import { accountType } from "../../accounts/index.ts";
import { namesIn } from "../../explain/index.ts";
import type { App } from "../../kernel/app.ts";
import { dateIn } from "../../kernel/calendar.ts";
import { problem } from "../../kernel/errors.ts";
import { catalogOf, hasPast, type PastContext, readAsOf, ruleCatalogOf } from "../../objects/index.ts";
import { checkStoredRule } from "../../segments/index.ts";
import { readScore, readVersions } from "../health.sql.ts";
import { missingNote, reasonOfPart, scoreRead, whyModel } from "../health-reasons.ts";
import { labelAt, printedRange, variantsOf } from "../model.ts";
import { readOverrides } from "../overrides.sql.ts";
import { pointsOf, type ScoredPart, scoreOf } from "../score.ts";
import { transformOf } from "../transforms/index.ts";
import { readKeptValues } from "./kept-values.sql.ts";

type Explained = Omit<Explanation, "of">;

/**
 * Why an account had its score on an earlier day: the points of its measures as they were recorded then, weighed by the
 * version of the model that held then. Nothing is worked out anew but what the weights make of the points; where the two do
 * not come to the score that was kept, that is said. What was seen is told where it is kept.
 */
export async function explainPastHealth(
  app: App,
  ctx: PastContext,
  accountId: string,
  name: string,
): Promise<Explained> {
  const score = await readScore(app.db, name);
  const catalog = await catalogOf(app);
  const [account] = await readAsOf(app, ctx, catalog, accountType, [accountId]);
  if (!account) throw problem("not-found", `There was no account with the id ${accountId} on ${ctx.today}.`);
  const kept = await readKeptValues(app.db, ctx, accountId, score.slug);
  if (kept.score === undefined) return nothingKept(ctx, score.name, kept.keptFrom);
  const version = (await readVersions(app.db, score.id)).find(
    ({ at }) => Temporal.Instant.compare(at, ctx.asOf) <= 0,
  );
  const value = kept.score;
  if (!version) {
    const summary = `${score.name} was ${value ?? "withheld"}: the model of that day is not kept`;
    return { summary, value, reason: { label: score.name, points: value } };
  }

  const { model } = version;
  const fields = catalog.fieldsOf("account");
  const nameOf = (slug: string) => fields.get(slug)?.label ?? slug;
  const variant = variantsOf(model).find(
    ({ segment }) => segment === null || account.values[`segment:${segment}`] === true,
  );
  const scored = scoreOf(variant ?? model, kept.points);
  const below = new Map<string, Reason>();
  for (const part of partsIn(scored.parts)) {
    const other = part.measure && scoreRead(part.measure);
    if (other !== undefined) below.set(other, (await explainPastHealth(app, ctx, accountId, other)).reason);
  }
  const ruleWords = await wordsOfRules(app, partsIn(scored.parts));

  const reasonOf = (part: ScoredPart): Reason => {
    const shown = reasonOfPart(part);
    const { measure } = part;
    if (!measure) return { ...shown, children: part.parts.map(reasonOf) };
    const points = kept.points.get(measure.slug) ?? null;
    const { transform, source } = measure;
    const how =
      points === null ? missingNote[measure.missing] : transformOf(transform).print(transform, nameOf);
    if (source.kind === "rule") {
      const result = points === null ? null : answerOf(measure, points);
      const label = ruleWords.get(measure) ?? "Its rule asks about what is no more";
      return { ...shown, seen: result, note: how, children: [{ label, result }] };
    }
    const field = fields.get(source.field);
    const children = below.get(scoreRead(measure) ?? "")?.children;
    const more = children ? { children } : {};
    if (!field || !hasPast(field))
      return { ...shown, note: `${how} · what was seen then is not kept`, ...more };
    const seen = account.values[source.field] ?? null;
    const isLate = field.isDated === true && points !== pointsNow(measure, seen, points);
    return { ...shown, seen, note: isLate ? `${how} · ${toldSince}` : how, ...more };
  };

  const said = (await readOverrides(app.db, accountId)).find(
    (each) =>
      each.score === score.slug &&
      Temporal.Instant.compare(each.givenAt, ctx.asOf) <= 0 &&
      (each.endedAt === null || Temporal.Instant.compare(each.endedAt, ctx.asOf) > 0) &&
      each.expiresOn >= ctx.today.toString(),
  );
  const isByHand = kept.override !== null;
  const label = value === null ? undefined : labelAt(model, value);
  const range = label ? printedRange(model, model.labels.indexOf(label)) : "";
  const coverage = `${scored.coveragePct} %`;
  const summary =
    isByHand && said
      ? `${score.name} was ${value}, as ${said.givenBy} said until ${said.expiresOn}: “${said.reason}”. The model said ${scored.value ?? "nothing: it had too little data"}`
      : value === null
        ? `${score.name} was withheld: ${coverage} of its weights had data, ${variant?.minimumCoveragePct} % were needed`
        : `${score.name} was ${value}, ${label?.label ?? "without label"} ${range}: ${coverage} of its weights had data`;
  const differs = !isByHand && scored.value !== value;
  return {
    summary,
    value,
    reason: {
      label: score.name,
      points: value,
      note: [
        `Version ${version.version} of the model, as it was then`,
        ...(model.variants?.length ? [whyModel(variant, nameOf)] : []),
        `coverage ${coverage}`,
        ...(differs ? [unlike(scored.value)] : []),
      ].join(" · "),
      children: scored.parts.map(reasonOf),
    },
  };
}

const toldSince = "seen as it is known of that day now, the points are those recorded by then";

/** The points kept are of another moment than the score: the model had just been changed. */
function unlike(value: number | null): string {
  return `the measures kept of that day come to ${value ?? "no score"}: they were being computed anew as the day ended`;
}

function nothingKept({ timeZone }: PastContext, name: string, keptFrom: string | null): Explained {
  const since =
    keptFrom === null
      ? "it never was kept"
      : `it is kept since ${dateIn(Temporal.Instant.from(keptFrom), timeZone)}`;
  const summary = `No ${name} was kept of this account on that day: ${since}`;
  return { summary, value: null, reason: { label: name, points: null, note: summary } };
}

/** Every part of a score, groups and measures. */
function partsIn(parts: readonly ScoredPart[]): ScoredPart[] {
  return parts.flatMap((part) => [part, ...partsIn(part.parts)]);
}

/** What a rule had answered, as its points tell; unknown where both answers give the same. */
function answerOf({ transform }: HealthMeasure, points: number): boolean | null {
  if (transform.kind !== "truth" || transform.whenTrue === transform.whenFalse) return null;
  return points === transform.whenTrue;
}

/** The points that a value would give, where these follow from it alone; else those given. */
function pointsNow({ transform }: HealthMeasure, seen: unknown, kept: number | null): number | null {
  if (transform.kind !== "bands" && transform.kind !== "linear") return kept;
  const points = pointsOf(transform, typeof seen === "number" ? seen : seen === null ? null : Number(seen));
  return points === null || kept === null || Math.abs(points - kept) > 0.01 ? points : kept;
}

/** The rules of measures in words, by the measure. */
async function wordsOfRules(
  app: App,
  parts: readonly ScoredPart[],
): Promise<ReadonlyMap<HealthMeasure, string>> {
  const rules = await ruleCatalogOf(app);
  const words = new Map<HealthMeasure, string>();
  for (const { measure } of parts) {
    if (measure?.source.kind !== "rule") continue;
    const checked = checkStoredRule(rules, measure.source.rule);
    if (!("rule" in checked)) continue;
    const said = describeRule(checked.rule, await namesIn(app, [checked.rule]));
    words.set(measure, said.charAt(0).toUpperCase() + said.slice(1));
  }
  return words;
}

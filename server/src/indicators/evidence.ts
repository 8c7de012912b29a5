import type { Indicator } from "@perennial/contract";
import { describeRule } from "@perennial/rules";
import { namesIn } from "../explain/index.ts";
import type { App } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { catalogOf, ruleCatalogOf, type StoredRecord } from "../objects/index.ts";
import { checkStoredRule } from "../segments/index.ts";
import { ownConditionOf } from "./condition.ts";
import type { DefinitionRow } from "./definitions.sql.ts";

type Evidence = Indicator["evidence"];

/** Gives, for accounts of one definition, what is seen of them now: the condition in words and the values it reads. */
export async function evidenceFor(
  app: App,
  tx: Tx,
  definition: DefinitionRow,
): Promise<(account: StoredRecord) => Evidence> {
  const checked = checkStoredRule(await ruleCatalogOf(app, tx), ownConditionOf(definition));
  const rule = "rule" in checked ? checked.rule : null;
  const sentence = rule ? describeRule(rule, await namesIn(app, [rule])) : definition.name;
  const fields = (await catalogOf(app, tx)).fieldsOf("account");
  const shown = [...new Set(definition.reads.flatMap(withItsMetric))].flatMap(
    (slug) => fields.get(slug) ?? [],
  );
  return (account) => ({
    sentence,
    seen: shown.map(({ slug, label }) => ({ field: slug, label, value: account.values[slug] ?? null })),
  });
}

/** Who is meant by a count of people. */
const namesBeside: Readonly<Record<string, string>> = {
  departedSponsors: "departedSponsorNames",
  departedChampions: "departedChampionNames",
};

/** A change says little without what it is a change of; where an account stands in our own books says nothing at all. */
function withItsMetric(slug: string): string[] {
  if (slug === "lifecycle" || slug.startsWith("segment:")) return [];
  const names = namesBeside[slug];
  if (names !== undefined) return [slug, names];
  const [metric = slug, part] = slug.split(".");
  return part === undefined ? [slug] : [metric, `${metric}.previous`, slug];
}

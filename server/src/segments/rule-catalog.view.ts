import type { RuleCatalog } from "@perennial/contract";
import type { Baseline } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import { accountsOfRecords, catalogOf, type ObjectType, ruleCatalogOf } from "../objects/index.ts";

const withoutGroup = "General";

/** Everything rules may ask about, as the rule editor needs it: without the SQL behind it. */
export async function readRuleCatalog(app: App): Promise<RuleCatalog> {
  const catalog = await catalogOf(app);
  const rules = await ruleCatalogOf(app);
  return {
    objects: rules.objects.map((object) => ({
      slug: object.slug,
      label: object.label,
      isCounted: isCounted(catalog.types.get(object.slug)),
      fields: object.fields.map(({ slug, label, type, options, changesDaily, hasHistory, baselines }) => ({
        slug,
        label,
        type,
        group: catalog.fieldsOf(object.slug).get(slug)?.group ?? withoutGroup,
        ...(options ? { options: [...options] } : {}),
        ...(changesDaily === undefined ? {} : { changesDaily }),
        ...(hasHistory === undefined ? {} : { hasHistory }),
        ...(baselines === undefined ? {} : { baselines: shownBaselines(baselines) }),
      })),
      names: (object.names ?? []).map(({ name, label, formula }) => ({ name, label, formula })),
      relations: (object.relations ?? []).map(({ slug, label, object: related }) => ({
        slug,
        label,
        object: related,
      })),
      ...(object.events
        ? {
            events: {
              names: [...(object.events.names ?? [])],
              properties: [...(object.events.properties ?? [])],
            },
          }
        : {}),
    })),
  };
}

/** Whether metrics of accounts may count its records. */
function isCounted(type: ObjectType | undefined): boolean {
  return type !== undefined && accountsOfRecords(type) !== undefined;
}

/** Exact decimals as text. */
function shownBaselines(
  baselines: Readonly<Record<string, Baseline>>,
): Record<string, { median: string; spread: string }> {
  const shown = Object.entries(baselines).map(
    ([segment, { median, spread }]) => [segment, { median: String(median), spread: String(spread) }] as const,
  );
  return Object.fromEntries(shown);
}

import { sql } from "kysely";
import type { QualityCheck } from "../objects/index.ts";

/** Definitions in whose text a trait stands where it is used: rules, formulas, models, views. */
const users = sql`
  select rule::text as text from segments where archived_at is null
  union all select rule::text from quality_standards where archived_at is null
  union all select applies_to::text from quality_standards where archived_at is null
  union all select source::text from metrics where archived_at is null
  union all select v.model::text from health_scores s
    join health_score_versions v on v.score_id = s.id and v.version = s.version where s.archived_at is null
  union all select concat(rule, threshold, zones, owner) from indicator_definitions where archived_at is null
  union all select v.definition::text from playbooks p
    join playbook_versions v on v.playbook_id = p.id and v.version = p.version where p.archived_at is null
  union all select formula from trait_definitions where archived_at is null
  union all select validation ->> 'requiredWhen' from trait_definitions where archived_at is null
  union all select definition::text from views where archived_at is null
  union all select widgets::text from dashboards where archived_at is null`;

/** Values that are collected and kept for nothing, as far as the product can tell. */
export const unusedTraits: QualityCheck = {
  slug: "traits-without-use",
  group: "unused",
  title: "Traits that nothing uses",
  consequence:
    "No measure, metric, segment, indicator, playbook, formula, view or dashboard asks for them: somebody fills them in for nothing, or a use was forgotten.",
  find: () => sql`
    with users as materialized (${users})
    select null::uuid as account_id, 'trait' as object, t.id as record_id, t.name || ' (' || t.object || ')' as what
      from trait_definitions t
     where t.archived_at is null and t.formula is null
       and not exists (select from users u where u.text ~ ('trait:' || t.slug || '(?![a-z0-9_])'))`,
};

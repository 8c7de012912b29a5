import { sql } from "kysely";
import { catalogOf } from "../../objects/index.ts";
import { traitColumn } from "../../traits/index.ts";
import type { Conclusion, Finding } from "./import-object.ts";

/**
 * Accounts that this import touched whose source flags them as churned (a yes/no trait such as `churn_flag`) although a
 * subscription with revenue runs.
 */
export async function concludeChurnFlags({ app, db, importId, ctx }: Conclusion): Promise<Finding[]> {
  const fields = [...(await catalogOf(app, db)).fieldsOf("account").values()];
  const traits = fields.filter(({ slug, type }) => type === "boolean" && /^trait:.*churn/.test(slug));
  const findings: Finding[] = [];
  for (const trait of traits) {
    const { rows } = await sql<{ account_id: string; name: string; line: number | null; running: number }>`
      select a.id as account_id, a.name, min(i.line) as line, count(distinct s.id)::int as running
        from import_rows i
        join accounts a on a.id = i.account_id
        join subscriptions s on s.account_id = a.id
       where i.import_id = ${importId} and a.${sql.id(traitColumn(trait.slug.slice("trait:".length)))} and s.arr > 0 and s.archived_at is null
         and s.starts_on <= ${ctx.today.toString()}::date and (s.ends_on is null or s.ends_on >= ${ctx.today.toString()}::date)
       group by a.id, a.name order by min(i.line)
    `.execute(db);
    findings.push(
      ...rows.map(
        ({ account_id, name, line, running }): Finding => ({
          kind: "churn-flag-active",
          line,
          accountId: account_id,
          message: `${name} has “${trait.label}” and ${running} running ${running === 1 ? "subscription" : "subscriptions"}`,
        }),
      ),
    );
  }
  return findings;
}

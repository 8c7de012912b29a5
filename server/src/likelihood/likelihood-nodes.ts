import { sql } from "kysely";
import type { NodeSource } from "../engine/index.ts";

const group = "Renewal";

/** The model's likelihood of each account's next open renewal, and how far it stands from what people say, for segments. */
export const likelihoodNodes: NodeSource = async () => [
  {
    kind: "source",
    key: "renewal-likelihood",
    reads: [],
    columns: [
      {
        name: "renewal_likelihood",
        field: {
          slug: "renewalLikelihood",
          label: "Renewal likelihood (model)",
          group,
          type: "number",
          description: "Of the open renewal that is due first, from 0 to 1",
        },
      },
      {
        name: "renewal_likelihood_gap",
        field: {
          slug: "renewalLikelihoodGap",
          label: "Renewal likelihood, model less person",
          group,
          type: "number",
          description: "Below zero: the model sees less of a chance than people do",
        },
      },
    ],
    select: ({ scope }) => sql`
      select distinct on (r.account_id) r.account_id, d.likelihood_model as renewal_likelihood,
             d.likelihood_model - coalesce(r.human_likelihood, f.default_likelihood) as renewal_likelihood_gap
        from renewals r
        join renewal_derived d on d.account_id = r.account_id and d.id = r.id
        left join forecast_ratings f on f.slug = r.rating
       where r.account_id = ${scope} and r.outcome is null and r.archived_at is null
       order by r.account_id, r.due_on, r.id`,
  },
];

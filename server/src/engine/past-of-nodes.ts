import { catalogOf, type PastPart, type PastSource, ruleCatalogOf, ruleEnv } from "../objects/index.ts";
import { nodesOf } from "./nodes.ts";

/** What source nodes tell of an earlier day: their dated columns, by the same select, asked with that day. */
export const pastOfNodes: PastSource = {
  object: "account",
  async parts({ app, ctx, slugs, scope }) {
    const { db } = app;
    const found: PastPart[] = [];
    for (const node of await nodesOf(app, db)) {
      if (node.kind !== "source") continue;
      const dated = node.columns.filter(
        ({ isDated, field, aliases = [] }) =>
          isDated && [field, ...aliases].some(({ slug }) => slugs.has(slug)),
      );
      if (dated.length === 0) continue;
      const environment = {
        ctx,
        catalog: await catalogOf(app, db),
        rules: await ruleCatalogOf(app, db),
        env: await ruleEnv(app, ctx),
      };
      found.push({
        columns: Object.fromEntries(dated.map(({ name, whenMissing = null }) => [name, whenMissing])),
        select: await node.select({ ...environment, tx: db, scope }),
      });
    }
    return found;
  },
};

import { explainAccount, getAccountRestated } from "@perennial/contract";
import { assertPermitted } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import { contributions, type Slice } from "../kernel/slice.ts";
import { contextAsOf, isPast } from "../objects/index.ts";
import { readRestated } from "./restated.view.ts";
import { traitExplainer } from "./trait-explainer.ts";

export type { Explainer } from "./explainer.ts";
export { plainAccount, plainRecord } from "./plain-record.ts";
export { reasonOfFormula } from "./reason-of-formula.ts";
export { reasonOfRule } from "./reason-of-rule.ts";
export { namesIn } from "./reference-names.ts";
export { allNodes } from "./rule-nodes.ts";

/** Why a value of an account is what it is. Other slices contribute what they can explain. */
export const explainSlice: Slice = {
  name: "explain",
  contributes: { explainers: [traitExplainer] },
  routes: [
    route(explainAccount, async ({ app, ctx: asker, params, query }) => {
      assertPermitted(asker, "accounts.read");
      const ctx = contextAsOf(asker, query.asOf);
      const explainers = contributions(app, "explainers");
      const [prefix = "", ...rest] = query.of.split(":");
      const explainer = explainers.find((each) => each.prefix === prefix);
      if (!explainer || rest.length === 0) {
        const known = explainers.map((each) => `${each.prefix}:…`).join(", ");
        throw problem("invalid-input", `“${query.of}” cannot be explained. Ask for one of: ${known}.`, {
          fields: [{ path: "of", message: `one of: ${known}` }],
        });
      }
      if (isPast(ctx) && !explainer.tellsPast) {
        const told = explainers.filter((each) => each.tellsPast).map((each) => `${each.prefix}:…`);
        throw problem(
          "invalid-input",
          `Why “${query.of}” is so is told of now only: what it was made of on an earlier day is not kept. Of earlier days ask for ${told.join(", ")}.`,
          { fields: [{ path: "asOf", message: "not kept as of a day" }] },
        );
      }
      const explained = await explainer.explain({ app, ctx, accountId: params.id, name: rest.join(":") });
      return { of: query.of, ...explained };
    }),
    route(getAccountRestated, ({ app, ctx, params, query }) =>
      ask(app, ctx, readRestated, { ...params, ...query }),
    ),
  ],
};

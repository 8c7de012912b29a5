import type { Slice } from "../kernel/slice.ts";
import { ensureShippedTemplates } from "./ensure-shipped-templates.ts";
import { renewalScope } from "./renewal-scope.ts";
import { templateRoutes } from "./templates.routes.ts";

export { renderForAccount, renderOrRefuse } from "./render-for-account.ts";
export { type FoundTemplate, findTemplate, type TemplateName } from "./template.sql.ts";
export type { ScopeRequest, TemplateScope } from "./template-scope.ts";

export const templatesSlice: Slice = {
  name: "templates",
  routes: templateRoutes,
  contributes: { templateScopes: [renewalScope] },
  async ensureShipped(app, ctx) {
    await app.db.transaction().execute((tx) => ensureShippedTemplates(tx, ctx.now));
  },
};

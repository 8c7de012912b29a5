import { templates } from "@perennial/contract";
import { execute } from "../kernel/command.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import { getTemplate, listTemplates } from "./list-templates.ts";
import { previewTemplate } from "./preview-template.ts";
import { archiveTemplate, createTemplate, updateTemplate } from "./write-template.ts";

export const templateRoutes: Route[] = [
  route(templates.list, async ({ app, ctx, query }) => {
    const { archived, kind, category } = query;
    const items = await ask(app, ctx, listTemplates, { kind, category, isArchived: archived === "true" });
    return { items, nextCursor: null };
  }),
  route(templates.get, ({ app, ctx, params }) => ask(app, ctx, getTemplate, params)),
  route(templates.create, ({ app, ctx, body }) => execute(app, ctx, createTemplate, body)),
  route(templates.update, ({ app, ctx, params, body }) =>
    execute(app, ctx, updateTemplate, { ...body, ...params }),
  ),
  route(templates.archive, ({ app, ctx, params }) => execute(app, ctx, archiveTemplate, params)),
  route(templates.preview, ({ app, ctx, params, body }) =>
    ask(app, ctx, previewTemplate, { ...body, ...params }),
  ),
];

import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import type { Rendered, TemplatePart } from "./liquid/render.ts";
import { rendererOf } from "./renderer-of.ts";
import { type ScopeRequest, templateScope } from "./template-scope.ts";

/** Renders parts for an account; `problems` says what is missing or wrong. */
export async function renderForAccount(
  app: App,
  db: Db | Tx,
  ctx: Context,
  parts: TemplatePart[],
  request: ScopeRequest,
): Promise<Rendered> {
  const scope = await templateScope(app, db, request);
  return rendererOf(app).render(parts, scope, { now: ctx.now, timeZone: ctx.timeZone });
}

/**
 * Renders text parts by name, or refuses.
 * @throws Problem `invalid-input` naming every variable that has neither a value nor a default
 */
export async function renderOrRefuse(
  app: App,
  db: Db | Tx,
  ctx: Context,
  sources: Record<string, string>,
  request: ScopeRequest,
): Promise<Record<string, string>> {
  const parts = Object.entries(sources).map(
    ([name, source]): TemplatePart => ({ name, source, format: "text" }),
  );
  const { texts, problems } = await renderForAccount(app, db, ctx, parts, request);
  if (problems.length === 0) return texts;
  const missing = [...new Set(problems.filter((one) => one.kind === "missing").map((one) => one.text))];
  const invalid = problems.filter((one) => one.kind === "invalid");
  const detail =
    missing.length > 0
      ? `These variables have no value for this account and no default: ${missing.join(", ")}. Fill them in or give the template a default.`
      : `The template is wrong: ${invalid.map((one) => one.text).join("; ")}.`;
  throw problem("invalid-input", detail, {
    fields: problems.map((one) => ({
      path: one.part,
      message: one.kind === "missing" ? `{{ ${one.text} }} has no value` : one.text,
    })),
  });
}

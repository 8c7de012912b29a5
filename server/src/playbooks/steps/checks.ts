import type { PlaybookDefinition } from "@perennial/contract";
import type { App } from "../../kernel/app.ts";
import type { Db, Tx } from "../../kernel/db.ts";
import { Problem } from "../../kernel/errors.ts";
import { catalogOf } from "../../objects/index.ts";
import { findTemplate } from "../../templates/index.ts";
import type { FieldProblem } from "./step.ts";

type Where = { app: App; db: Db | Tx };

/** A field of accounts must be there (segments, traits and key roles are fields). */
export async function checkAccountField(
  { app, db }: Where,
  path: string,
  field: string,
  what: string,
): Promise<FieldProblem[]> {
  const slug = field.slice(field.indexOf(":") + 1);
  const catalog = await catalogOf(app, db);
  return catalog.fieldsOf("account").has(field) ? [] : [{ path, message: `there is no ${what} “${slug}”` }];
}

/** A template of this kind must be there, not archived. */
export async function checkTemplate(
  { db }: Where,
  kind: Parameters<typeof findTemplate>[1],
  slug: string,
): Promise<FieldProblem[]> {
  try {
    await findTemplate(db, kind, { slug });
    return [];
  } catch (error) {
    if (error instanceof Problem) return [{ path: "template", message: error.message }];
    throw error;
  }
}

/** The step named must be one that starts a conversation. */
export function checkConversationStep(definition: PlaybookDefinition, id: string): FieldProblem[] {
  const step = definition.steps.find((one) => one.id === id);
  return step?.kind === "start-conversation"
    ? []
    : [{ path: "conversation", message: `“${id}” is not a step that starts a conversation` }];
}

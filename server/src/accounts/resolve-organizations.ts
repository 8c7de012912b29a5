import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { executeIn } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { findByExternalIds, type RecordInput } from "../objects/index.ts";
import { organizationCommands } from "../organizations/index.ts";

type Named = { externalId?: string; name?: string };

/**
 * The organization that each row names by external id or by name, by row number. One that does not exist yet is
 * made: a sheet of accounts is enough to have its organizations.
 */
export async function resolveOrganizations(
  app: App,
  tx: Tx,
  ctx: Context,
  inputs: readonly RecordInput[],
): Promise<Map<number, string>> {
  const named = new Map<number, Named>();
  inputs.forEach((input, row) => {
    const organization = input.extras?.organization as Named | undefined;
    if (organization?.externalId || organization?.name) named.set(row, organization);
  });
  if (named.size === 0) return new Map();
  const all = [...named.values()];
  const externalIds = all.flatMap((each) => (each.externalId ? [each.externalId] : []));
  const names = all.flatMap((each) => (each.name ? [each.name.trim().toLowerCase()] : []));
  const byExternalId = await findByExternalIds(tx, "organization", "app", externalIds);
  const { rows } = await sql<{ id: string; name: string }>`
    select min(id::text) as id, lower(name) as name from organizations
     where lower(name) = any(${names}::text[]) and archived_at is null group by lower(name)
  `.execute(tx);
  const byName = new Map(rows.map((row) => [row.name, row.id]));
  const resolved = new Map<number, string>();
  for (const [row, each] of named) {
    const name = each.name?.trim() ?? each.externalId ?? "";
    const found = each.externalId
      ? byExternalId.get(each.externalId)?.objectId
      : byName.get(name.toLowerCase());
    const id = found ?? (await createOrganization(app, tx, ctx, { ...each, name }));
    if (each.externalId) byExternalId.set(each.externalId, { objectId: id, accountId: null });
    else byName.set(name.toLowerCase(), id);
    resolved.set(row, id);
  }
  return resolved;
}

async function createOrganization(app: App, tx: Tx, ctx: Context, body: Named): Promise<string> {
  const { id } = await executeIn(app, tx, ctx, organizationCommands.create, { body });
  return id;
}

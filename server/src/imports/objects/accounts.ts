import { accountCommands, resolveAccounts } from "../../accounts/index.ts";
import { executeIn } from "../../kernel/command.ts";
import { findByExternalIds } from "../../objects/index.ts";
import { organizationCommands } from "../../organizations/index.ts";
import { accountImportFields } from "../fields/accounts.ts";
import { concludeChurnFlags } from "./churn-flags.ts";
import type { Batch, RowRefusal, SoundRow } from "./import-object.ts";
import { textOf } from "./import-object.ts";
import { plainBody, type RowBody, recordImport } from "./record-import.ts";
import { findTeammates } from "./references.ts";

const keyRole = "keyRole.";

export const accountImport = recordImport({
  fields: accountImportFields,
  object: "account",
  commands: accountCommands,
  account: "none",
  naturalKey: (row) => [domainOf(row) ?? textOf(row.fields.name)],
  async bodiesOf(batch, rows) {
    const organizations = await organizationsOf(batch, rows);
    const named = rows.flatMap((row) => keyRolesOf(row).flatMap(({ text }) => text ?? []));
    const teammates = await findTeammates(batch, named);
    return rows.map((row): RowBody => {
      const body = plainBody(row, { skip: ["arr", "mrr", "nextRenewalOn"] });
      for (const field of ["arr", "mrr", "nextRenewalOn"]) {
        const text = textOf(row.fields[field]);
        if (text) body[field] = text;
      }
      const problems: RowRefusal[] = [];
      const keyRoles: Record<string, string | null> = {};
      for (const { field, slug, text } of keyRolesOf(row)) {
        const found = text === undefined ? null : teammates.get(text);
        if (found && "problem" in found)
          problems.push({ path: field, message: `to review: ${found.problem}` });
        else keyRoles[slug] = found?.id ?? null;
      }
      if (problems.length > 0) return { problems };
      if (Object.keys(keyRoles).length > 0) body.keyRoles = keyRoles;
      return { body: { ...body, ...organizationBody(row, organizations) } };
    });
  },
  async findExisting({ tx, source }, rows) {
    const named = rows.map((row) => (textOf(row.fields.externalId) ? undefined : row));
    const domains = named.map((row) => (row ? domainOf(row) : undefined));
    const names = named.map((row) => textOf(row?.fields.name));
    const asked = [
      ...domains.map((domain) => ({ domain: domain ?? "" })),
      ...names.map((name) => ({ name: name ?? "" })),
    ];
    const answers = await resolveAccounts(
      tx,
      asked.map((each) => (Object.values(each)[0] === "" ? "" : each)),
      source,
    );
    return named.map((row, index) => {
      if (!row) return undefined;
      const found = [answers[index], answers[rows.length + index]];
      const byDomain = found[0] && "id" in found[0] ? found[0].id : undefined;
      if (byDomain) return byDomain;
      if (found[1] && "id" in found[1]) return found[1].id;
      const ambiguous = found.find((each) => each && "problem" in each && /^\d+ accounts/.test(each.problem));
      if (ambiguous && "problem" in ambiguous)
        return { problem: { path: "name", message: `to review: ${ambiguous.problem}` } };
      return undefined;
    });
  },
  conclude: concludeChurnFlags,
});

function domainOf(row: SoundRow): string | undefined {
  const { domains } = row.fields;
  return Array.isArray(domains) ? domains[0]?.toLowerCase() : undefined;
}

/** `keyRole.account-manager` is the key role `account_manager`. */
function keyRolesOf(row: SoundRow): { field: string; slug: string; text: string | undefined }[] {
  return Object.entries(row.fields).flatMap(([field, cell]) =>
    field.startsWith(keyRole)
      ? [{ field, slug: field.slice(keyRole.length).replaceAll("-", "_"), text: textOf(cell) }]
      : [],
  );
}

/** Organizations that rows name by external id, made where the source's id is new. By that id. */
async function organizationsOf(batch: Batch, rows: readonly SoundRow[]): Promise<Map<string, string>> {
  const { app, tx, ctx, source } = batch;
  const names = new Map<string, string>();
  for (const { fields } of rows) {
    const externalId = textOf(fields["organization.externalId"]);
    if (externalId)
      names.set(externalId, textOf(fields["organization.name"]) ?? names.get(externalId) ?? externalId);
  }
  if (names.size === 0) return new Map();
  const found = await findByExternalIds(tx, "organization", source, [...names.keys()]);
  const items = [...names]
    .filter(([id]) => !found.has(id))
    .map(([externalId, name]) => ({ externalId, name }));
  if (items.length > 0) await executeIn(app, tx, ctx, organizationCommands.upsert, { source, items });
  const all = await findByExternalIds(tx, "organization", source, [...names.keys()]);
  return new Map([...all].map(([externalId, ref]) => [externalId, ref.objectId]));
}

function organizationBody(row: SoundRow, byId: ReadonlyMap<string, string>): Record<string, unknown> {
  const { fields } = row;
  const externalId = textOf(fields["organization.externalId"]);
  if (externalId) return { organizationId: byId.get(externalId) ?? null };
  const name = textOf(fields["organization.name"]);
  if (name) return { organization: { name } };
  return "organization.externalId" in fields || "organization.name" in fields ? { organizationId: null } : {};
}

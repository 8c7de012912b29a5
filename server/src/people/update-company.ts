import { type CompanySettings, updateCompany as updateCompanyEndpoint } from "@perennial/contract";
import { type Change, command, type DomainEvent } from "../kernel/command.ts";
import { readCompany } from "../kernel/company.ts";
import type { Tx } from "../kernel/db.ts";
import { raiseDefinitionVersion } from "../kernel/definition-version.ts";
import { changesBetween } from "../kernel/history.ts";
import { noAccount } from "../kernel/ids.ts";

/** Changes the company's settings. Every process is told, as they keep a copy. */
export const updateCompany = command({
  name: "company.update",
  permission: "company.write",
  input: updateCompanyEndpoint.body,
  async run({ tx, input }) {
    const { company, changes, events } = await companyChanges(tx, input);
    return { result: company, changes, events };
  },
});

type Patch = { [K in keyof CompanySettings]?: CompanySettings[K] | undefined };

/** Writes what a patch changes of the settings, and says what that was. */
export async function companyChanges(
  tx: Tx,
  patch: Patch,
): Promise<{ company: CompanySettings; changes: Change[]; events: DomainEvent[] }> {
  await tx.selectFrom("company").select("id").forUpdate().execute();
  const before = await readCompany(tx);
  const company: CompanySettings = {
    name: patch.name ?? before.name,
    timeZone: patch.timeZone ?? before.timeZone,
    currency: patch.currency ?? before.currency,
    fiscalYearStartMonth: patch.fiscalYearStartMonth ?? before.fiscalYearStartMonth,
  };
  const changes = changesBetween("company", { id: noAccount, accountId: null }, before, company);
  if (changes.length === 0) return { company, changes: [], events: [] };
  await tx
    .updateTable("company")
    .set({
      name: company.name,
      time_zone: company.timeZone,
      currency: company.currency,
      fiscal_year_start_month: company.fiscalYearStartMonth,
    })
    .where("id", "=", 1)
    .execute();
  // Sums of money are defined in the company's currency.
  await raiseDefinitionVersion(tx);
  const event = { name: "company.updated", object: "company", objectId: noAccount, accountId: null };
  return {
    company,
    changes,
    events: [{ ...event, payload: { fields: changes.map((change) => change.field) } }],
  };
}

import type { FieldType } from "@perennial/contract";
import { type Formula, type FormulaType, fieldsRead } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { checkStoredFormula, ruleCatalogOf } from "../objects/index.ts";

/** The types a calculated trait may have by what its formula gives; the first unless said. */
const traitTypes: Readonly<Record<FormulaType, readonly FieldType[]>> = {
  number: ["number", "currency", "percentage"],
  text: ["text", "long-text", "url", "email"],
  boolean: ["boolean"],
  date: ["date"],
  instant: ["instant"],
  list: ["text-list"],
  teammate: ["teammate"],
  contact: ["contact"],
  account: ["account"],
  organization: ["organization"],
};

/**
 * The type of a calculated trait.
 * @returns nothing when the formula gives something else than the type asked for
 */
export function typeOfFormula(formula: Formula, asked: FieldType | undefined): FieldType | undefined {
  const possible = traitTypes[formula.root.type];
  return asked === undefined ? possible[0] : possible.find((type) => type === asked);
}

/**
 * Checks the formula of a calculated trait of accounts.
 * @returns its type and the accounts' fields it reads
 * @throws Problem `invalid-input` with the characters that are wrong
 */
export async function checkTraitFormula(
  app: App,
  tx: Tx,
  text: string,
  asked: FieldType | undefined,
): Promise<{ type: FieldType; reads: string[] }> {
  const checked = checkStoredFormula(await ruleCatalogOf(app, tx), "account", text);
  if ("problems" in checked) {
    const fields = checked.problems.map(({ from, to, message }) => ({
      path: "formula",
      message: `Characters ${from + 1} to ${Math.max(to, from + 1)}: ${message}`,
    }));
    throw problem("invalid-input", fields.map((field) => field.message).join(" "), { fields });
  }
  const type = typeOfFormula(checked.formula, asked);
  if (type === undefined) {
    const possible = traitTypes[checked.formula.root.type].join(", ");
    throw problem("invalid-input", `This formula gives ${possible}, not ${asked}.`, {
      fields: [{ path: "type", message: `one of: ${possible}` }],
    });
  }
  return { type, reads: fieldsRead(checked.formula).map((field) => field.slug) };
}

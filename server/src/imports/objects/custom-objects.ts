import type { ObjectType } from "../../objects/index.ts";
import { recordCommands } from "../../objects/index.ts";
import {
  accountNeed,
  accountReference,
  contactReference,
  externalId,
  type ImportField,
  organizationReference,
} from "../fields/import-field.ts";
import type { Batch, ImportObjectDefinition, SoundRow } from "./import-object.ts";
import { textOf } from "./import-object.ts";
import { accountText, plainBody, type RecordImport, type RowBody, recordImport } from "./record-import.ts";
import { findAccounts } from "./references.ts";

/** How rows name what their records belong to: one of these for each way of linking. */
type Owner = Pick<RecordImport, "account" | "bodiesOf"> & {
  fields: readonly ImportField[];
  needs: readonly string[];
  /** The text that tells whose a row is, for natural keys; none where it may be several. */
  textOf(row: SoundRow): string | undefined;
};

/** The importer's record of a kind of record that the company defined itself. */
export function customObjectImport(type: ObjectType): ImportObjectDefinition {
  const noun = type.label.toLowerCase();
  const { account, bodiesOf, ...owner } = ownerOf(type);
  return recordImport({
    fields: {
      object: type.plural,
      nouns: [noun],
      others: "traits",
      needs: [owner.needs, ["name"]],
      fields: [
        externalId(`${noun} id`),
        ...owner.fields,
        { field: "name", type: "text", synonyms: ["title", noun] },
      ],
    },
    object: type.slug,
    commands: recordCommands(type),
    account,
    naturalKey: (row) => [owner.textOf(row), textOf(row.fields.name)],
    bodiesOf,
  });
}

function ownerOf({ placement, builtIns }: ObjectType): Owner {
  if (placement === "below-account") {
    return {
      account: "required",
      fields: accountReference,
      needs: accountNeed,
      textOf: accountText,
      bodiesOf: async (_batch, rows) => rows.map((row) => ({ body: plainBody(row) })),
    };
  }
  const link = builtIns.find(({ type }) => type === "contact" || type === "organization");
  return link ? oneOwner(link.type as "contact" | "organization") : severalAccounts;
}

/** A contact or an organization, which the record's own command finds. */
function oneOwner(object: "contact" | "organization"): Owner {
  const fields = object === "contact" ? contactReference : organizationReference;
  const named = (row: SoundRow) =>
    fields.flatMap(({ field }) => {
      const text = textOf(row.fields[field]);
      return text === undefined ? [] : [[field.replace(`${object}.`, ""), text] as const];
    });
  return {
    account: "none",
    fields,
    needs: fields.map(({ field }) => field),
    textOf: (row) => named(row)[0]?.[1],
    bodiesOf: async (_batch, rows) =>
      rows.map((row) => ({ body: { ...plainBody(row), [object]: Object.fromEntries(named(row)) } })),
  };
}

const severalAccounts: Owner = {
  account: "optional",
  fields: [...accountReference, { field: "accounts", type: "text", synonyms: ["customers", "companies"] }],
  needs: [...accountNeed, "accounts"],
  textOf: () => undefined,
  bodiesOf: severalBodies,
};

/** A cell may name several accounts, separated by semicolons: then it names all of them. */
async function severalBodies(batch: Batch, rows: readonly SoundRow[]): Promise<RowBody[]> {
  const named = rows.flatMap((row, at) => {
    const texts = (textOf(row.fields.accounts) ?? "").split(";").map((text) => text.trim());
    return texts.filter((text) => text !== "").map((text) => ({ at, text }));
  });
  const found = await findAccounts(
    batch,
    named.map(({ text }) => ({ line: 0, fields: { account: text }, others: {} })),
  );
  return rows.map((row, at): RowBody => {
    const own = named.flatMap((each, index) => (each.at === at ? [found[index]] : []));
    const problems = own.flatMap((account) => (account && "problem" in account ? [account.problem] : []));
    if (problems.length > 0) return { problems };
    const accountIds = own.flatMap((account) => (account && "id" in account ? [account.id] : []));
    const body = plainBody(row, { skip: ["accounts"] });
    return { body: accountIds.length > 0 ? { ...body, accountIds } : body };
  });
}

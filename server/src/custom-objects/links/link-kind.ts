import type { App } from "../../kernel/app.ts";
import type { Change } from "../../kernel/command.ts";
import type { Context } from "../../kernel/context.ts";
import type { Tx } from "../../kernel/db.ts";
import type {
  Field,
  Followers,
  ObjectType,
  RuleRelation,
  StoredRecord,
  WriteArguments,
} from "../../objects/index.ts";

/** The words of a custom object by which rules name it. */
export type Named = { slug: string; plural: string; name: string; name_plural: string };

/** What it means that the records of a custom object belong to something: all that is known of one way. */
export type LinkKind = Pick<ObjectType, "placement" | "prepare" | "shown"> & {
  /** The column of the object's table that names the other record; accounts that records lie below stand in the key. */
  column?: string;
  /** The field of that column. */
  field?(slug: string): Field;
  /** Writes what ties a record to others beside its own columns. */
  afterWrite?(args: WriteArguments, object: string): Promise<{ changes: Change[] }>;
  relations(object: Named): readonly RuleRelation[];
  followers?(tx: Tx, table: string, changes: readonly Change[]): Promise<Followers>;
  /** What records show of their links beside their fields, by record id. */
  present?(
    app: App,
    ctx: Context,
    records: readonly StoredRecord[],
  ): Promise<ReadonlyMap<string, Record<string, unknown>>>;
};

/** How rules ask an object about the records, whatever ties them. */
export function towards(of: string, object: Named, sql: NonNullable<RuleRelation["sql"]>): RuleRelation {
  return { of, slug: object.plural, label: object.name_plural.toLowerCase(), object: object.slug, sql };
}

const plain = /^[a-z_][a-z0-9_]{0,62}$/;

/** A column or table alias, validated and quoted. Throws for anything that is not a plain lower-case name. */
export function quoted(identifier: string): string {
  if (!plain.test(identifier)) throw new RangeError(`“${identifier}” is not an allowed SQL name.`);
  return `"${identifier}"`;
}

/** A table's name, with its schema when it is given as `schema.table`. */
export function quotedTable(name: string): string {
  const steps = name.split(".");
  if (steps.length > 2) throw new RangeError(`“${name}” is not an allowed SQL table name.`);
  return steps.map(quoted).join(".");
}

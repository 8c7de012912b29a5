/** The column of `account_derived` that says of whom a definition's condition is true. */
export function conditionColumn(slug: string): string {
  return `i_${slug}`;
}

const prefix = "indicator:";

/** How rules, history and the engine name the condition. */
export function conditionField(slug: string): string {
  return `${prefix}${slug}`;
}

/** The definition whose condition a field is; null for other fields. */
export function definitionOfField(field: string): string | null {
  return field.startsWith(prefix) ? field.slice(prefix.length) : null;
}

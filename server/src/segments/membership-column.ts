/** The column of `account_derived` that says who is in a segment. */
export function membershipColumn(slug: string): string {
  return `s_${slug}`;
}

/** How rules, lists, history and the engine name the membership of a segment. */
export function membershipField(slug: string): string {
  return `segment:${slug}`;
}

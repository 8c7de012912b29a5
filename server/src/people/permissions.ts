/** Whether the permission `wide` includes `narrow`: `*` everything, `accounts.*` all of accounts. */
export function includesPermission(wide: string, narrow: string): boolean {
  if (wide === "*" || wide === narrow) return true;
  return wide.endsWith(".*") && narrow.startsWith(wide.slice(0, -1));
}

/** What both sets allow. An API key's scopes are bounded so by what its owner may do now. */
export function commonPermissions(a: Iterable<string>, b: Iterable<string>): ReadonlySet<string> {
  const right = [...b];
  const common = new Set<string>();
  for (const left of a) {
    for (const other of right) {
      if (includesPermission(left, other)) common.add(other);
      else if (includesPermission(other, left)) common.add(left);
    }
  }
  return common;
}

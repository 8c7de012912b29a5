/** The name closest to what was written, or nothing when none is near: for "did you mean". */
export function nearestName(written: string, names: Iterable<string>): string | undefined {
  const asked = written.slice(0, 80).toLowerCase();
  const reach = Math.max(2, Math.floor(asked.length / 3));
  let nearest: string | undefined;
  let least = reach + 1;
  for (const name of names) {
    if (Math.abs(name.length - asked.length) > reach) continue;
    const distance = editDistance(asked, name.toLowerCase());
    if (distance < least) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

/** Levenshtein's distance, a row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

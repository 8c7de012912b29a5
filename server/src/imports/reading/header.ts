/**
 * Unique names for a header's cells: an empty one is called by its place (`column 3`), a repeated one gets a number
 * (`name (2)`), so that every column of the file can be named in a map and in the rejects.
 */
export function nameColumns(cells: readonly string[]): string[] {
  const taken = new Set(cells.map((cell) => cell.trim()));
  const used = new Set<string>();
  return cells.map((cell, at) => {
    const wanted = cell.trim() || `column ${at + 1}`;
    let name = wanted;
    for (let count = 2; used.has(name) || (name !== cell.trim() && taken.has(name)); count += 1) {
      name = `${wanted} (${count})`;
    }
    used.add(name);
    return name;
  });
}

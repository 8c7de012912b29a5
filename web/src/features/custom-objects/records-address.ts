/** The address of an object's records, or of one. */
export function recordsAddress(slug: string, id?: string): string {
  return `/records?object=${slug}${id === undefined ? "" : `&id=${id}`}`;
}

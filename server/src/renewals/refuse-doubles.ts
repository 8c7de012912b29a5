import { problem } from "../kernel/errors.ts";

/**
 * Definitions of one list are told apart by their slug, and by people by one of their fields.
 * @throws Problem `invalid-input` at the second of two that are the same by either
 */
export function refuseDoubles<Field extends string>(
  items: readonly ({ readonly slug: string } & Readonly<Record<Field, string | null>>)[],
  field: Field,
): void {
  const slugs = new Set<string>();
  const told = new Set<string>();
  for (const [at, item] of items.entries()) {
    const name = item[field]?.toLowerCase() ?? "every account";
    if (slugs.has(item.slug) || told.has(name)) {
      throw problem(
        "invalid-input",
        `There are two for “${item[field] ?? name}”. Take one away, or tell them apart.`,
        {
          fields: [{ path: `items[${at}].${field}`, message: "is there twice" }],
        },
      );
    }
    slugs.add(item.slug);
    told.add(name);
  }
}

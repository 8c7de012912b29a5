import { customRecords, type Endpoint } from "@perennial/contract";

type RecordEndpoints = Record<"list" | "get" | "create" | "update" | "archive" | "restore", Endpoint>;
const known = new Map<string, RecordEndpoints>();

/** The endpoints of one custom object: the same values each time, as caches are kept by them. */
export function endpointsOf(slug: string): RecordEndpoints {
  const found = known.get(slug);
  if (found) return found;
  const of = (endpoint: Endpoint): Endpoint => ({
    ...endpoint,
    path: endpoint.path.replace(":object", slug),
  });
  const { list, get, create, update, archive, restore } = customRecords;
  const made = {
    list: of(list),
    get: of(get),
    create: of(create),
    update: of(update),
    archive: of(archive),
    restore: of(restore),
  };
  known.set(slug, made);
  return made;
}

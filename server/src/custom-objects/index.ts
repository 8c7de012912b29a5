import {
  archiveCustomObject,
  type CustomObject,
  type CustomObjectLink,
  createCustomObject as createCustomObjectEndpoint,
  customRecords,
  customRecordsOf,
  type Endpoint,
  listCustomObjects,
  restoreCustomObject,
  updateCustomObject as updateCustomObjectEndpoint,
} from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import { assertPermitted, execute } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { route } from "../kernel/http/route.ts";
import type { Slice } from "../kernel/slice.ts";
import {
  catalogOf,
  objectTypeOf,
  type Present,
  presentCommon,
  recordCommands,
  recordRoutesOf,
} from "../objects/index.ts";
import { createCustomObject } from "./create-custom-object.ts";
import { customObjectTypes, customTable } from "./custom-object-type.ts";
import { followCustomRecords } from "./follow-custom-records.ts";
import { linkKinds } from "./links/link-kinds.ts";
import { linkedAccountsThen } from "./links/links-then.ts";
import { setCustomObjectArchived, updateCustomObject } from "./update-custom-object.ts";

async function readCustomObjects(app: App): Promise<CustomObject[]> {
  const rows = await app.db.selectFrom("custom_objects").selectAll().orderBy("name").execute();
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    plural: row.plural,
    name: row.name,
    namePlural: row.name_plural,
    description: row.description,
    linkedTo: row.linked_to as CustomObjectLink,
    mirrorOf: row.mirror_of,
    createdAt: row.created_at,
    archivedAt: row.archived_at,
  }));
}

async function readCustomObject(app: App, id: string): Promise<CustomObject> {
  const found = (await readCustomObjects(app)).find((each) => each.id === id);
  if (!found) throw problem("not-found", `There is no custom object with the id ${id}.`);
  return found;
}

/** What the API's description says of each custom object that is in use. */
async function describeCustomRecords(app: App): Promise<Endpoint[]> {
  const catalog = await catalogOf(app);
  const objects = (await readCustomObjects(app)).filter((each) => each.archivedAt === null);
  return objects.flatMap((object) => {
    const traits = [...catalog.fieldsOf(object.slug).values()].filter((field) => field.origin === "trait");
    return customRecordsOf(
      object,
      traits.map((field) => ({ ...field, slug: field.slug.replace("trait:", "") })),
    );
  });
}

/** Only what the company defined: built-in kinds have rules and endpoints of their own. */
async function typeOfRequest(app: App, params: Readonly<Record<string, unknown>>) {
  const slug = String(params.object);
  const type = objectTypeOf(await catalogOf(app), slug);
  if (type.table !== customTable(slug)) throw problem("not-found", `There is no custom object “${slug}”.`);
  const definition = (await readCustomObjects(app)).find((each) => each.slug === slug);
  const link = linkKinds[definition?.linkedTo ?? "account"];
  const present: Present = async (_app, ctx, records) => {
    const links = await link.present?.(app, ctx, records);
    return records.map((record) => ({
      ...presentCommon(type, record),
      accountId: record.accountId,
      ...links?.get(record.id),
    }));
  };
  return { type, commands: recordCommands(type), present };
}

export { customTable, customTables } from "./custom-object-type.ts";
export { linkedAccountsThen } from "./links/links-then.ts";

export const customObjectsSlice: Slice = {
  name: "custom-objects",
  contributes: {
    objectTypeSources: [customObjectTypes],
    definedEndpoints: [describeCustomRecords],
    tablesThen: [linkedAccountsThen],
  },
  afterCommand: followCustomRecords,
  routes: [
    ...recordRoutesOf("custom-objects", customRecords, typeOfRequest),
    route(listCustomObjects, async ({ app, ctx, query }) => {
      assertPermitted(ctx, "traits.read");
      const items = (await readCustomObjects(app)).filter(
        (each) => (each.archivedAt !== null) === (query.archived === "true"),
      );
      return { items, nextCursor: null };
    }),
    route(createCustomObjectEndpoint, async ({ app, ctx, body }) => {
      const { id } = await execute(app, ctx, createCustomObject, body);
      return readCustomObject(app, id);
    }),
    route(updateCustomObjectEndpoint, async ({ app, ctx, params, body }) => {
      const { id } = await execute(app, ctx, updateCustomObject, { id: params.id, patch: body });
      return readCustomObject(app, id);
    }),
    route(archiveCustomObject, async ({ app, ctx, params }) => {
      const { id } = await execute(app, ctx, setCustomObjectArchived, { id: params.id, isArchived: true });
      return readCustomObject(app, id);
    }),
    route(restoreCustomObject, async ({ app, ctx, params }) => {
      const { id } = await execute(app, ctx, setCustomObjectArchived, { id: params.id, isArchived: false });
      return readCustomObject(app, id);
    }),
  ],
};

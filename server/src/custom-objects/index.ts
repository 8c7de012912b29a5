import {
  archiveCustomObject,
  type CustomObject,
  createCustomObject as createCustomObjectEndpoint,
  customRecords,
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
    createdAt: row.created_at,
    archivedAt: row.archived_at,
  }));
}

async function readCustomObject(app: App, id: string): Promise<CustomObject> {
  const found = (await readCustomObjects(app)).find((each) => each.id === id);
  if (!found) throw problem("not-found", `There is no custom object with the id ${id}.`);
  return found;
}

/** Only what the company defined: built-in kinds have rules and endpoints of their own. */
async function typeOfRequest(app: App, params: Readonly<Record<string, unknown>>) {
  const slug = String(params.object);
  const type = objectTypeOf(await catalogOf(app), slug);
  if (type.table !== customTable(slug)) throw problem("not-found", `There is no custom object “${slug}”.`);
  const present: Present = async (_app, _ctx, records) =>
    records.map((record) => ({ ...presentCommon(type, record), accountId: record.accountId }));
  return { type, commands: recordCommands(type), present };
}

export { customTables } from "./custom-object-type.ts";

export const customObjectsSlice: Slice = {
  name: "custom-objects",
  contributes: { objectTypeSources: [customObjectTypes] },
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

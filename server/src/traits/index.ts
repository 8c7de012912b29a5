import {
  archiveKeyRole,
  archiveTrait,
  arrangeTraits as arrangeTraitsEndpoint,
  createKeyRole as createKeyRoleEndpoint,
  createTrait as createTraitEndpoint,
  type FieldType,
  getProvenance,
  getTrait,
  listColumns,
  listFields,
  listKeyRoles,
  listRecordChanges,
  listTraits,
  type Option,
  pinField as pinFieldEndpoint,
  removeTrait as removeTraitEndpoint,
  restoreKeyRole,
  restoreTrait,
  setFieldOwner as setFieldOwnerEndpoint,
  type Trait,
  type TraitOwner,
  traitFormatSchema,
  traitValidationSchema,
  unpinField,
  updateKeyRole as updateKeyRoleEndpoint,
  updateTrait as updateTraitEndpoint,
} from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import { assertPermitted, execute } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { route } from "../kernel/http/route.ts";
import type { Slice } from "../kernel/slice.ts";
import { catalogOf, columnsOf, objectTypeOf } from "../objects/index.ts";
import { arrangeTraits } from "./arrange-traits.ts";
import { calculatedTraitNodes } from "./calculated-trait-nodes.ts";
import { createTrait } from "./create-trait.ts";
import { createKeyRole, ensureShippedKeyRoles } from "./key-roles.ts";
import { pinField } from "./pin-field.ts";
import { readProvenance } from "./provenance.view.ts";
import { readRecordChanges } from "./record-changes.view.ts";
import { removeTrait } from "./remove-trait.ts";
import { setFieldOwner } from "./set-field-owner.ts";
import { keyRoleFields, traitFields } from "./trait-fields.ts";
import { traitQuality } from "./trait-quality.ts";
import { setKeyRoleArchived, updateKeyRole } from "./update-key-role.ts";
import { setTraitArchived, updateTrait } from "./update-trait.ts";

export { typeOfFormula } from "./check-trait-formula.ts";
export { createTrait } from "./create-trait.ts";
export { traitColumn } from "./trait-fields.ts";
export { updateTrait } from "./update-trait.ts";

async function readTraits(app: App, id?: string): Promise<Trait[]> {
  let select = app.db
    .selectFrom("trait_definitions")
    .selectAll()
    .orderBy("object")
    .orderBy("position")
    .orderBy("trait_group")
    .orderBy("name");
  if (id !== undefined) select = select.where("id", "=", id);
  return (await select.execute()).map((row) => ({
    id: row.id,
    object: row.object,
    slug: row.slug,
    name: row.name,
    type: row.type as FieldType,
    group: row.trait_group,
    description: row.description,
    options: row.options as Option[],
    isRequired: row.is_required,
    validation: traitValidationSchema.parse(row.validation),
    format: traitFormatSchema.parse(row.format),
    owner: row.owner as TraitOwner,
    position: row.position,
    formula: row.formula,
    createdAt: row.created_at,
    archivedAt: row.archived_at,
  }));
}

async function readTrait(app: App, id: string): Promise<Trait> {
  const [trait] = await readTraits(app, id);
  if (!trait) throw problem("not-found", `There is no trait with the id ${id}.`);
  return trait;
}

async function readKeyRoles(app: App) {
  const rows = await app.db.selectFrom("key_roles").selectAll().orderBy("position").execute();
  return rows.map(({ id, slug, name, position, archived_at }) => ({
    id,
    slug,
    name,
    position,
    archivedAt: archived_at,
  }));
}

async function readKeyRole(app: App, id: string) {
  const role = (await readKeyRoles(app)).find((each) => each.id === id);
  if (!role) throw problem("not-found", `There is no key role with the id ${id}.`);
  return role;
}

export const traitsSlice: Slice = {
  name: "traits",
  contributes: {
    fieldSources: [traitFields, keyRoleFields],
    nodeSources: [calculatedTraitNodes],
    qualityChecks: traitQuality,
  },
  ensureShipped: ensureShippedKeyRoles,
  routes: [
    route(listTraits, async ({ app, ctx, query }) => {
      assertPermitted(ctx, "traits.read");
      const items = (await readTraits(app)).filter(
        (trait) =>
          (query.object === undefined || trait.object === query.object) &&
          (trait.archivedAt !== null) === (query.archived === "true"),
      );
      return { items, nextCursor: null };
    }),
    route(getTrait, async ({ app, ctx, params }) => {
      assertPermitted(ctx, "traits.read");
      return readTrait(app, params.id);
    }),
    route(createTraitEndpoint, async ({ app, ctx, body }) => {
      const { id } = await execute(app, ctx, createTrait, body);
      return readTrait(app, id);
    }),
    route(updateTraitEndpoint, async ({ app, ctx, params, body }) => {
      const { id } = await execute(app, ctx, updateTrait, { id: params.id, patch: body });
      return readTrait(app, id);
    }),
    route(archiveTrait, async ({ app, ctx, params }) => {
      const { id } = await execute(app, ctx, setTraitArchived, { id: params.id, isArchived: true });
      return readTrait(app, id);
    }),
    route(restoreTrait, async ({ app, ctx, params }) => {
      const { id } = await execute(app, ctx, setTraitArchived, { id: params.id, isArchived: false });
      return readTrait(app, id);
    }),
    route(removeTraitEndpoint, async ({ app, ctx, params }) => execute(app, ctx, removeTrait, params)),
    route(arrangeTraitsEndpoint, async ({ app, ctx, body }) => {
      await execute(app, ctx, arrangeTraits, body);
      const items = (await readTraits(app)).filter(
        (trait) => trait.object === body.object && trait.archivedAt === null,
      );
      return { items, nextCursor: null };
    }),
    route(listKeyRoles, async ({ app, ctx }) => {
      assertPermitted(ctx, "traits.read");
      return { items: await readKeyRoles(app), nextCursor: null };
    }),
    route(createKeyRoleEndpoint, async ({ app, ctx, body }) => {
      const { id } = await execute(app, ctx, createKeyRole, body);
      return readKeyRole(app, id);
    }),
    route(updateKeyRoleEndpoint, async ({ app, ctx, params, body }) => {
      const { id } = await execute(app, ctx, updateKeyRole, { id: params.id, patch: body });
      return readKeyRole(app, id);
    }),
    route(archiveKeyRole, async ({ app, ctx, params }) => {
      const { id } = await execute(app, ctx, setKeyRoleArchived, { id: params.id, isArchived: true });
      return readKeyRole(app, id);
    }),
    route(restoreKeyRole, async ({ app, ctx, params }) => {
      const { id } = await execute(app, ctx, setKeyRoleArchived, { id: params.id, isArchived: false });
      return readKeyRole(app, id);
    }),
    route(listFields, async ({ app, ctx, params }) => {
      assertPermitted(ctx, "traits.read");
      const catalog = await catalogOf(app);
      objectTypeOf(catalog, params.object);
      const items = [...catalog.fieldsOf(params.object).values()].map((field) => ({
        slug: field.slug,
        label: field.label,
        group: field.group,
        type: field.type,
        options: [...(field.options ?? [])],
        origin: field.origin,
        isEditable: field.isEditable,
        isRequired: field.isRequired ?? false,
        description: field.description ?? "",
        ...(field.validation ? { validation: field.validation } : {}),
        ...(field.format ? { format: field.format } : {}),
        ...(field.isEditable ? { owner: field.owner ?? ("source-wins" as const) } : {}),
      }));
      return { items, nextCursor: null };
    }),
    route(setFieldOwnerEndpoint, async ({ app, ctx, params, body }) =>
      execute(app, ctx, setFieldOwner, { ...params, ...body }),
    ),
    route(getProvenance, async ({ app, ctx, params, query }) => {
      const items = await readProvenance(app, ctx, { ...params, ...query });
      return { items, nextCursor: null };
    }),
    route(listRecordChanges, ({ app, ctx, params, query }) =>
      readRecordChanges(app, ctx, { ...params, ...query }),
    ),
    route(pinFieldEndpoint, async ({ app, ctx, params }) =>
      execute(app, ctx, pinField, { ...params, isPinned: true }),
    ),
    route(unpinField, async ({ app, ctx, params }) =>
      execute(app, ctx, pinField, { ...params, isPinned: false }),
    ),
    route(listColumns, async ({ app, ctx, params }) => {
      assertPermitted(ctx, "traits.read");
      const catalog = await catalogOf(app);
      const columns = columnsOf(catalog, objectTypeOf(catalog, params.object));
      const items = [...columns.values()].map(({ from: _, read: __, object: ___, ...column }) => column);
      return { items, nextCursor: null };
    }),
  ],
};

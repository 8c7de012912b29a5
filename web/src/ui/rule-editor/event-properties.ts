import { typeAskedBy } from "@perennial/rules";
import type { EditorField, EditorObject } from "./editor-context.ts";
import { useValues, type ValueSource } from "./value-suggestions.ts";

const prefix = "property:";

/** An event of an object's, as what conditions on its properties are about; of any name when none is given. */
export function eventObject(of: EditorObject, event?: string): EditorObject {
  return {
    slug: "event",
    label: "event",
    relations: [],
    fields: (of.events?.properties ?? []).map(({ name, label, type }) => ({
      ...propertyField(name, type),
      label: label ?? name,
    })),
    propertiesOf: { object: of.slug, ...(event === undefined ? {} : { event }) },
  };
}

export type PropertyType = "text" | "number" | "boolean";

export function propertyField(name: string, type: PropertyType): EditorField {
  return { slug: `${prefix}${name}`, label: name, group: "Properties", type };
}

/**
 * What a condition is about: one of the object's fields, or any property of an event. What a property holds is told by how it
 * is asked, else by the events seen.
 */
export function useConditionField(
  object: EditorObject,
  { subject, op, value }: { subject: string; op: string; value?: unknown },
): EditorField | undefined {
  const known = object.fields.find((field) => field.slug === subject);
  const of = !known && subject.startsWith(prefix) ? object.propertiesOf : undefined;
  const name = subject.slice(prefix.length);
  const seen = useValues(of ? { of: "properties", ...of } : undefined, of ? name : "");
  if (!of || name === "") return known;
  const type = seen?.items.find((item) => item.value === name)?.type;
  return propertyField(name, typeAskedBy(op) ?? (typeof value === "boolean" ? "boolean" : (type ?? "text")));
}

/** Where the values of a field stand, for suggestions; undefined for what is not text. */
export function sourceOf(object: EditorObject, field: EditorField): ValueSource | undefined {
  const isText = ["text", "long-text", "url", "email", "text-list"].includes(field.type);
  if (!isText) return undefined;
  const { propertiesOf } = object;
  if (!propertiesOf) return { object: object.slug, of: "field", name: field.slug };
  return { ...propertiesOf, of: "property", name: field.slug.slice(prefix.length) };
}

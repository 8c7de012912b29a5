import type { EventSource, Field, FieldType, ObjectCatalog } from "./catalog.ts";

const prefix = "property:";
const jsonTypes = { text: "string", number: "number", boolean: "boolean" } as const;

type PropertyType = keyof typeof jsonTypes;

/**
 * The object that the `where` of events is about. Its fields are the event's properties: known ones have their type, of
 * any other the value asked for tells it, and a property of another JSON type is missing.
 */
export function eventObject(source: EventSource): ObjectCatalog {
  return {
    slug: "event",
    label: "event",
    fields: (source.properties ?? []).map((known) => propertyField(source, known)),
  };
}

/** The field for a property that the catalog does not list; nothing when the subject is no property. */
export function unlistedProperty(source: EventSource, subject: string, value: unknown): Field | undefined {
  const name = subject.startsWith(prefix) ? subject.slice(prefix.length) : "";
  if (name === "" || name.includes("\u0000") || !name.isWellFormed()) return undefined;
  return propertyField(source, { name, type: askedType(value) });
}

function askedType(value: unknown): PropertyType | "any" {
  const sample = Array.isArray(value) ? value[0] : value;
  if (typeof sample === "string") return "text";
  if (typeof sample === "boolean") return "boolean";
  // A range asks for a number; nothing at all asks for presence.
  return sample === undefined ? "any" : "number";
}

function propertyField(
  source: EventSource,
  { name, label, type }: { name: string; label?: string; type: PropertyType | "any" },
): Field {
  const column = source.sql?.raw.properties;
  return {
    slug: `${prefix}${name}`,
    label: label ?? name,
    type: type satisfies FieldType,
    memory: ["properties", name],
    freeJson: true,
    ...(column !== undefined && {
      sql: {
        expression: (scope) => {
          const value = `${scope.column(column)} -> ${scope.param(name, "text")}`;
          if (type === "any") return `nullif(nullif(nullif(${value}, 'null'), '""'), '[]')`;
          const text = `${scope.column(column)} ->> ${scope.param(name, "text")}`;
          const cast =
            type === "text" ? `(${text})` : `(${text})::${type === "number" ? "numeric" : "boolean"}`;
          return `CASE WHEN jsonb_typeof(${value}) = '${jsonTypes[type]}' THEN ${cast} END`;
        },
      },
    }),
  };
}

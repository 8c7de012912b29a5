import type { EventSource, Field, FieldType, ObjectCatalog } from "./catalog.ts";
import { operators } from "./operators/index.ts";

const prefix = "property:";
const jsonTypes = { text: "string", number: "number", boolean: "boolean" } as const;

type PropertyType = keyof typeof jsonTypes;
const propertyTypes: readonly PropertyType[] = ["text", "number", "boolean"];

/**
 * The object that the `where` of events is about. Its fields are the event's properties: known ones have their type, of
 * any other the value asked for tells it, and a property of another JSON type is missing.
 */
export function eventObject(source: EventSource): ObjectCatalog {
  return {
    slug: "event",
    label: "event",
    propertiesOf: source,
    fields: (source.properties ?? []).map((known) => propertyField(source, known)),
  };
}

/**
 * The field for a property that the catalog does not list; nothing when the subject is no property. What it holds is told by
 * the operator, where that can be asked of one type only, else by the value asked for.
 */
export function unlistedProperty(
  source: EventSource,
  subject: string,
  { op, value }: { op?: unknown; value?: unknown },
): Field | undefined {
  const name = subject.startsWith(prefix) ? subject.slice(prefix.length) : "";
  if (name === "" || name.includes("\u0000") || !name.isWellFormed()) return undefined;
  return propertyField(source, { name, type: typeAskedBy(op) ?? typeAsked(op, value) });
}

/** The one type that an operator can be asked of; undefined where it can be asked of several, or of none. */
export function typeAskedBy(op: unknown): PropertyType | undefined {
  const [type, ...others] = typesOf(op);
  return others.length === 0 ? type : undefined;
}

function typesOf(op: unknown): PropertyType[] {
  const asked = operators.filter((operator) => operator.id === op).flatMap((operator) => operator.types);
  return propertyTypes.filter((each) => asked.includes(each));
}

function typeAsked(op: unknown, value: unknown): PropertyType | "any" {
  const sample = Array.isArray(value) ? value[0] : value;
  if (typeof sample === "string") return "text";
  if (typeof sample === "boolean") return "boolean";
  if (sample !== undefined) return "number";
  // Presence can be asked of anything; of others only the value is lacking.
  const types = typesOf(op);
  return types.length < propertyTypes.length ? (types[0] ?? "any") : "any";
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

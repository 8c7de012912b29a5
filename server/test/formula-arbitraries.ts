import fc from "fast-check";

type Kind = "number" | "text" | "boolean" | "date" | "instant" | "list";

/** Fields of each object of the cases' catalog, by what they hold. */
const fields: Record<string, Partial<Record<Kind, readonly string[]>>> = {
  account: {
    number: ["arr", "trait:seats", "metric:utilisation", "score:overall", "employeeCount"],
    text: ["name", "trait:notes", "trait:site", "organization.name"],
    boolean: ["trait:sso", "`segment:at-risk`"],
    date: ["nextRenewalOn"],
    instant: ["lastSeenAt"],
    list: ["trait:regions", "domains"],
  },
  contact: { number: ["trait:nps"], text: ["email", "title"], instant: ["lastSeenAt"] },
  renewal: { number: ["targetArr", "days_left"], date: ["dueOn"] },
  ticket: { text: ["status"] },
};
const relations: Record<string, readonly (readonly [string, string])[]> = {
  account: [
    ["contacts", "contact"],
    ["champions", "contact"],
    ["renewals", "renewal"],
  ],
  contact: [["tickets", "ticket"]],
};

const quoted = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
const numbers = fc.constantFrom(
  "0",
  "1",
  "2",
  "3",
  "7",
  "0.5",
  "2.345",
  "100",
  "12400.5",
  "999999999999999",
  "0.000001",
);
const texts = fc
  .constantFrom("acme", "Müller", "open", "é", "50%", "x", "'; --", "ΟΔΟΣ", "a\\b", 'q"q')
  .map(quoted);
const dates = fc
  .constantFrom("2024-02-29", "2026-11-23", "2027-01-31", "0001-01-01", "9999-12-31")
  .map((d) => `date("${d}")`);

/**
 * Formulas of a type over an object: every function and operator, aggregates of related records, and fields that may be
 * missing, to a depth.
 */
function formulasOf(kind: Kind, object: string, depth: number): fc.Arbitrary<string> {
  const key = `${kind} ${object} ${depth}`;
  const known = made.get(key) ?? makeFormulas(kind, object, depth);
  made.set(key, known);
  return known;
}
const made = new Map<string, fc.Arbitrary<string>>();

function makeFormulas(kind: Kind, object: string, depth: number): fc.Arbitrary<string> {
  const own = fields[object]?.[kind] ?? [];
  const leaves: fc.Arbitrary<string>[] =
    own.length > 0 ? [fc.constantFrom(...own), fc.constantFrom(...own)] : [];
  if (kind === "number") leaves.push(numbers);
  if (kind === "text") leaves.push(texts);
  if (kind === "date") leaves.push(dates, fc.constant("today()"));
  if (kind === "boolean") leaves.push(fc.constantFrom("true", "false"));
  if (depth === 0 && leaves.length > 0) return fc.oneof(...leaves);
  const compounds = compoundsOf(kind, object, Math.max(0, depth - 1));
  return leaves.length === 0
    ? compounds
    : fc.oneof({ weight: 1, arbitrary: fc.oneof(...leaves) }, { weight: 3, arbitrary: compounds });
}

function compoundsOf(kind: Kind, object: string, depth: number): fc.Arbitrary<string> {
  const of = (each: Kind): fc.Arbitrary<string> => formulasOf(each, object, depth);
  const call = (name: string, ...args: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...args).map((written) => `${name}(${written.join(", ")})`);
  const infix = (operators: readonly string[], a: fc.Arbitrary<string>, b = a): fc.Arbitrary<string> =>
    fc.tuple(a, fc.constantFrom(...operators), b).map((parts) => `(${parts.join(" ")})`);
  const choices = (): fc.Arbitrary<string>[] => [
    call("if", of("boolean"), of(kind), of(kind)),
    call("if", of("boolean"), of(kind)),
    call("coalesce", of(kind), of(kind)),
    call("case", of("boolean"), of(kind), of("boolean"), of(kind), of(kind)),
  ];
  const day = fc.oneof(of("date"), ...(fields[object]?.instant ? [of("instant")] : []));
  const aggregated = aggregatesOf(kind, object, depth);
  switch (kind) {
    case "number":
      return fc.oneof(
        infix(["+", "-", "*", "/", "%"], of("number")),
        infix(["+", "-", "*", "/", "%"], of("number")),
        of("number").map((value) => `-${value}`),
        ...["abs", "floor", "ceil", "round"].map((name) => call(name, of("number"))),
        call("round", of("number"), fc.constantFrom("0", "2", "5", "12")),
        call("min", of("number"), of("number")),
        call("max", of("number"), of("number"), of("number")),
        call("length", of("text")),
        call(
          "date_diff",
          fc.constantFrom('"days"', '"weeks"', '"months"', '"quarters"', '"years"'),
          day,
          day,
        ),
        ...(fields[object]?.instant
          ? [call("date_diff", fc.constant('"hours"'), of("instant"), of("instant"))]
          : []),
        call("year", day),
        call("month", day),
        ...choices(),
        ...aggregated,
      );
    case "text":
      return fc.oneof(
        call("concat", of("text"), of("number"), of("date")),
        call("lower", of("text")),
        call("upper", of("text")),
        call("trim", of("text")),
        ...choices(),
        ...aggregated,
      );
    case "boolean":
      return fc.oneof(
        infix(["and", "or"], of("boolean")),
        of("boolean").map((value) => `(not ${value})`),
        infix(["=", "!=", "<", "<=", ">", ">="], of("number")),
        infix(["=", "!=", "<", "<=", ">", ">="], of("date")),
        infix(["=", "!="], of("text")),
        infix(["=", "!="], of("boolean")),
        call("contains", of("text"), of("text")),
        ...(fields[object]?.list ? [call("contains", of("list"), of("text"))] : []),
        call("is_missing", fc.oneof(of("number"), of("text"), of("date"))),
        ...choices(),
      );
    case "date":
      return fc.oneof(
        call("add_days", day, of("number")),
        call("date", day),
        call("min", of("date"), of("date")),
        call("max", of("date"), of("date")),
        ...choices(),
        ...aggregated,
      );
    case "instant":
    case "list":
      return fc.oneof(...choices(), ...aggregated);
  }
}

function aggregatesOf(kind: Kind, object: string, depth: number): fc.Arbitrary<string>[] {
  return (relations[object] ?? []).flatMap(([relation, related]) => {
    const where = fc.option(formulasOf("boolean", related, Math.min(depth, 1)), { nil: undefined });
    const aggregate = (name: string, value?: fc.Arbitrary<string>): fc.Arbitrary<string> =>
      fc
        .tuple(value ?? fc.constant(""), where)
        .map(([of, filter]) => `${name}(${relation}${of && `, ${of}`}${filter ? ` where ${filter}` : ""})`);
    const values = () => formulasOf(kind === "list" ? "text" : kind, related, Math.min(depth, 1));
    const hasTime = related !== "ticket";
    const latest = () => (hasTime ? [aggregate("latest", values())] : []);
    switch (kind) {
      case "number":
        return [
          aggregate("count"),
          ...["sum", "avg", "min", "max"].map((name) => aggregate(name, values())),
          ...latest(),
        ];
      case "date":
        return [aggregate("min", values()), aggregate("max", values()), ...latest()];
      case "list":
        return [aggregate("list", values())];
      case "text":
        return latest();
      default:
        return [];
    }
  });
}

/** Formulas over accounts of any type. */
export const accountFormulas: fc.Arbitrary<string> = fc
  .constantFrom<Kind>("number", "number", "number", "text", "boolean", "date", "list", "instant")
  .chain((kind) => formulasOf(kind, "account", 3));

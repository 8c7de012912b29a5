import {
  type Env,
  type Field,
  type Operator,
  operatorFor,
  operatorsFor,
  type RuleJson,
} from "@perennial/rules";
import { caseCatalog } from "@perennial/rules/cases";
import fc from "fast-check";

/** Texts that meet one another by case, and those that only look as if they did. */
const words = [
  ..."acme|ACME|Acme|Müller|MÜLLER|müller|Straße|STRAẞE|STRASSE|ΟΔΟΣ|οδος|οδοσ|İ|i|ı|I|\u212a|k|ſ|s|S".split(
    "|",
  ),
  ..."é|e\u0301|É|50%|5_|%|_|a\\b|\\|𐐀|𐐨|ǅ|ǆ|Ǆ|'; --|$1|\"|{a,b}|NULL|日本|ß|µ|μ|Μ|Ω|Ω|\u{1f600}".split("|"),
];
const wild = fc.string({ unit: "binary", maxLength: 6 }).map((text) => text.replaceAll("\u0000", ""));
export const someText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...words), fc.constantFrom("", " ", "\n"), fc.constantFrom(...words))
      .map((t) => t.join("")),
  },
  { weight: 1, arbitrary: wild },
);
const askedText = someText.filter((text) => text !== "");

const decimals = [
  "0",
  "-0",
  "0.00",
  "1",
  "1.0",
  "-1",
  "10",
  "9",
  "0.1",
  "0.10",
  "0.3",
  "12400.50",
  "-12400.5",
  "100",
];
const giants = ["9007199254740993", "9007199254740992", "99999999999999999999.01", "0.00000000000000000001"];
const decimal = fc.oneof(
  fc.constantFrom(...decimals, ...giants),
  fc.tuple(fc.integer({ min: -200, max: 200 }), fc.nat(99)).map(([whole, cents]) => `${whole}.${cents}`),
);
const askedDecimal = fc.oneof(decimal, fc.constantFrom(0, 1, 0.1, 0.3, 10, 12400.5, -1, 1e21, 1e-7));

const teammates = ["a", "b", "c"].map((end) => `018f0000-0000-7000-8000-00000000000${end}`);
const options: Record<string, string[]> = {
  "trait:plan": ["gold", "silver", "free"],
  "trait:regions": ["emea", "apac", "amer"],
  status: ["open", "solved", "Open"],
  domains: ["acme.com", "acme.io", "ACME.com"],
};
const optionOf = (field: Field) => fc.constantFrom(...(options[field.slug] ?? ["x"]));

const edges = [
  "0001-01-01",
  "2024-02-29",
  "2027-02-28",
  "2028-02-29",
  "2026-03-29",
  "2026-11-01",
  "9999-12-31",
];

/** Dates around today, at the ends of periods, and at the edges of the calendar. */
function dates(env: Env) {
  const today = Temporal.PlainDate.from(env.today);
  const near = fc.integer({ min: -40, max: 40 }).map((days) => today.add({ days }).toString());
  const months = fc
    .tuple(fc.integer({ min: -14, max: 14 }), fc.integer({ min: -1, max: 1 }))
    .map(([months, days]) => today.with({ day: 1 }).add({ months }).add({ days }).toString());
  const years = fc
    .tuple(fc.integer({ min: -5, max: 1 }), fc.integer({ min: -3, max: 12 }))
    .map(([years, days]) => today.add({ days }).add({ years }).toString());
  return fc.oneof(near, months, years, fc.constantFrom(...edges));
}

/** Instants at and beside the beginnings of days, at noon, at any time, and at and beside the hours around now. */
function instants(env: Env) {
  return fc
    .oneof({ weight: 2, arbitrary: instantsOfDays(env) }, { weight: 1, arbitrary: instantsOfHours(env) })
    .filter((text) => hasPlainYear(text, "UTC") && hasPlainYear(text, env.timeZone));
}

/** Whether the year there is one that JSON and PostgreSQL write alike, so that the day can be stored too. */
function hasPlainYear(instant: string, timeZone: string): boolean {
  const { year } = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return year >= 1 && year <= 9999;
}

function instantsOfHours(env: Env) {
  return fc
    .tuple(fc.integer({ min: -50, max: 50 }), fc.constantFrom(-1, 0, 1, 1_800_000))
    .map(([hours, milliseconds]) =>
      Temporal.Instant.from(env.now)
        .round({ smallestUnit: "hour", roundingMode: "floor" })
        .add({ milliseconds: hours * 3_600_000 + milliseconds })
        .toString(),
    );
}

function instantsOfDays(env: Env) {
  return fc
    .tuple(dates(env), fc.constantFrom(-1, 0, 1, 43_200_000, 86_399_999, 7_777_777))
    .map(([date, milliseconds]) =>
      Temporal.PlainDate.from(date)
        .toZonedDateTime({ timeZone: env.timeZone })
        .add({ milliseconds })
        .toInstant()
        .toString(),
    );
}

/** Pieces of patterns that meet the words above, and pieces that are hard to get right. */
const patternPieces = [
  ..."a|c|m|k|ü|Ü|ß|σ|𐐨|.|\\d|\\w|\\W|\\s|\\S|\\b|\\B|^|$|%|_|\\\\|\\.|\\n| ".split("|"),
  ..."[a-z]|[^a-z]|[À-ž]|[^ü]|[\\d_]|[^\\w]|[\\s-]|[𐐀-𐐯]|acme|mÜl|[\u0391-\u03a9]|\u{1f600}|()".split("|"),
];
const patternCounts = ["", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,}", "{0}", "*?"];

/** Patterns of groups, choices and repetitions, nested twice. */
export function patterns(depth = 2): fc.Arbitrary<string> {
  const piece = fc.constantFrom(...patternPieces);
  const atom =
    depth === 0
      ? piece
      : fc.oneof(
          { weight: 3, arbitrary: piece },
          {
            weight: 1,
            arbitrary: fc
              .tuple(fc.constantFrom("(", "(?:"), patterns(depth - 1))
              .map((t) => `${t.join("")})`),
          },
        );
  const repeated = fc
    .tuple(atom, fc.constantFrom(...patternCounts))
    .map(([part, count]) =>
      part.length > 1 && !/^[([\\]/.test(part) ? `(?:${part})${count}` : `${part}${count}`,
    );
  const sequence = fc.array(repeated, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(""));
  return fc.array(sequence, { minLength: 1, maxLength: 2 }).map((choices) => choices.join("|"));
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 3 });

/** A value such as stands in the history of the field. */
function historicValues(field: Field, env: Env): fc.Arbitrary<unknown> {
  switch (field.type) {
    case "text":
      return someText;
    case "currency":
    case "score":
      return decimal;
    case "boolean":
    case "segment":
      return fc.boolean();
    case "date":
      return dates(env);
    case "select":
      return fc.constantFrom("gold", "silver", "free", "");
    case "multi-select":
    case "text-list":
      return fc.subarray(options[field.slug] ?? []);
    case "teammate":
      return fc.constantFrom(...teammates);
    default:
      throw new Error(`There is no history of ${field.type} to make.`);
  }
}

/** Changes of every field whose history is kept, earliest first, at and beside the beginnings of days. */
function histories(env: Env): fc.Arbitrary<unknown[]> {
  const kept = (caseCatalog.objects[0]?.fields ?? []).filter((field) => field.hasHistory);
  const changes = fc.constantFrom(...kept).chain((field) => {
    const value = maybe(historicValues(field, env));
    return fc.record({ field: fc.constant(field.slug), at: instants(env), old: value, new: value });
  });
  const order = (a: { at: string }, b: { at: string }) => Temporal.Instant.compare(a.at, b.at);
  return fc.array(changes, { maxLength: 25 }).map((list) => list.sort(order));
}

/** Records of the rule cases' accounts, with gaps. */
export function accountRecords(env: Env): fc.Arbitrary<Record<string, unknown>> {
  const teammate = fc.constantFrom(...teammates);
  const contact = fc.record({
    email: maybe(someText),
    title: maybe(someText),
    lastSeenAt: maybe(instants(env)),
    "trait:nps": maybe(decimal),
    tickets: fc.array(fc.record({ status: maybe(fc.constantFrom(...(options.status ?? []))) }), {
      maxLength: 2,
    }),
  });
  const property = fc.oneof(someText, fc.constantFrom(0, 10, 10.5, -3, true, false, null, "10", [], {}, ""));
  const event = fc.record({
    name: fc.constantFrom("Logged in", "Exported report"),
    at: instants(env),
    count: fc.integer({ min: 1, max: 3 }),
    properties: fc.dictionary(fc.constantFrom("plan", "amount", "trial", "it's"), property, { maxKeys: 3 }),
  });
  return fc
    .record({
      name: maybe(someText),
      "trait:notes": maybe(someText),
      "trait:site": maybe(someText),
      arr: maybe(decimal),
      "trait:seats": maybe(decimal),
      metrics: fc.record({ utilisation: fc.record({ value: maybe(decimal) }) }),
      "score:overall": maybe(decimal),
      "trait:sso": maybe(fc.boolean()),
      nextRenewalOn: maybe(dates(env)),
      lastSeenAt: maybe(instants(env)),
      "trait:plan": maybe(fc.constantFrom("gold", "silver", "free", "")),
      "trait:regions": maybe(fc.subarray(options["trait:regions"] ?? [])),
      domains: maybe(fc.subarray(options.domains ?? [])),
      employeeCount: maybe(fc.integer({ min: -5, max: 200 })),
      segments: fc.record({ "at-risk": fc.boolean(), silent: fc.boolean() }),
      createdAt: fc.option(instants(env), { freq: 6, nil: undefined }),
      history: histories(env),
      organization: fc.option(fc.record({ name: maybe(someText) }), { nil: {} }),
      keyRoles: fc.record({ csm: maybe(teammate) }),
      "trait:sponsor": maybe(teammate),
      contacts: fc.array(contact, { maxLength: 4 }),
      archivedContacts: fc.array(contact, { maxLength: 1 }),
      renewals: fc.array(fc.record({ dueOn: maybe(dates(env)), targetArr: maybe(decimal) }), {
        maxLength: 3,
      }),
      events: fc.array(event, { maxLength: 6 }),
    })
    .map((record) => ({ ...record, champions: record.contacts.filter((_, index) => index % 2 === 0) }));
}

const withinDays = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(1, 400));
const withinHours = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constantFrom(1, 8_784));
/** How far something reaches back or has lasted: in days or in hours. */
const reach = <Days extends string, Hours extends string>(days: Days, hours: Hours) =>
  fc.oneof(
    withinDays.map((count) => ({ [days]: count })),
    withinHours.map((count) => ({ [hours]: count })),
  );
const sorted = (pair: [string, string]) => pair.sort();

/** A value that the operator takes for the field; `undefined` when it takes none. */
function values(operator: Operator, field: Field, env: Env): fc.Arbitrary<unknown> {
  if (operator.id.endsWith("match") || operator.id === "matches") return patterns();
  switch (operator.editor) {
    case "none":
      return fc.constant(undefined);
    case "text":
      return askedText;
    case "text-list":
      return fc.array(askedText, { minLength: 1, maxLength: 4 });
    case "number":
      return askedDecimal;
    case "number-range":
      return fc
        .tuple(fc.integer({ min: -100, max: 100 }), fc.nat(200))
        .map(([from, more]) => ({ from, to: String(from + more) }));
    case "yes-no":
      return fc.boolean();
    case "date":
      return dates(env);
    case "date-range":
      return fc.tuple(dates(env), dates(env)).map((pair) => {
        const [from, to] = sorted(pair);
        return { from, to };
      });
    case "duration":
      return fc.record({ count: fc.nat(40), unit: fc.constantFrom("days", "weeks", "months", "quarters") });
    case "duration-or-hours":
      return fc.record({
        count: fc.nat(40),
        unit: fc.constantFrom("hours", "hours", "days", "weeks", "months", "quarters"),
      });
    case "days":
      return fc.record({ days: fc.nat(365) });
    case "period":
      return fc.record({
        which: fc.constantFrom("last", "this", "next"),
        period: fc.constantFrom("week", "month", "quarter", "year", "fiscal-quarter", "fiscal-year"),
      });
    case "option":
      return optionOf(field);
    case "option-list":
      return fc.uniqueArray(optionOf(field), { minLength: 1, maxLength: 3 });
    case "reference-list":
      return fc.uniqueArray(fc.constantFrom(...teammates), { minLength: 1 });
    case "change":
      return fc.record({ withinDays });
    case "change-by":
      return fc.record({ by: fc.constantFrom("0.1", 1, "10.5", 100, 33, "1000"), withinDays });
    case "change-values": {
      const end = fc.oneof(
        fc.constant(null),
        historicValues(field, env).filter((value) => value !== ""),
      );
      const ends = fc.oneof(
        fc.record({ from: end }),
        fc.record({ to: end }),
        fc.record({ from: end, to: end }),
      );
      return fc.tuple(ends, withinDays).map(([ends, withinDays]) => ({ ...ends, withinDays }));
    }
    case "deviation":
      return fc.record({
        segments: fc.constantFrom(["at-risk"], ["silent"], ["silent", "at-risk"], ["at-risk", "silent"]),
        atLeast: fc.constantFrom(1, "0.5", 2.5, 3),
        direction: fc.constantFrom("above", "below", "either"),
      });
  }
}

function asking(field: Field, env: Env): fc.Arbitrary<{ op: string; value?: unknown }> {
  return fc
    .constantFrom(...operatorsFor(field))
    .chain((operator) =>
      values(operator, field, env).map((value) =>
        value === undefined ? { op: operator.id } : { op: operator.id, value },
      ),
    );
}

/** `forDays` or `forHours` now and then, where it may be asked. */
function lasting(field: Field): fc.Arbitrary<(op: string) => object> {
  return fc.option(reach("forDays", "forHours"), { freq: 2, nil: {} }).map((held) => (op) => {
    const operator = operatorFor(field, op);
    const mayLast = field.hasHistory && !operator?.usesClock && operator?.needs === undefined;
    return mayLast ? held : {};
  });
}

function conditions(object: string, env: Env): fc.Arbitrary<RuleJson> {
  const fields = caseCatalog.objects.find((each) => each.slug === object)?.fields ?? [];
  return fc
    .constantFrom(...fields)
    .chain((field) =>
      fc
        .tuple(asking(field, env), lasting(field))
        .map(([asked, held]) => ({ subject: field.slug, ...asked, ...held(asked.op) })),
    );
}

const propertyConditions: fc.Arbitrary<RuleJson> = fc.oneof(
  askedText.map((value) => ({ subject: "property:plan", op: "contains", value })),
  askedDecimal.map((value) => ({ subject: "property:amount", op: "at-least", value })),
  fc.boolean().map((value) => ({ subject: "property:trial", op: "is", value })),
  fc.constantFrom("is-set", "is-empty").map((op) => ({ subject: "property:it's", op })),
);

const quantifiers = fc.oneof(
  fc.constantFrom("any", "none", "all").map((kind) => ({ kind })),
  fc.record({ kind: fc.constantFrom("at-least", "at-most", "exactly"), count: fc.nat(3) }),
);

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** Leaves out what is undefined, as JSON does. */
const written = (rule: object): RuleJson => JSON.parse(JSON.stringify(rule));
const eventsWritten = ({ within, ...rule }: { within: object }): RuleJson => written({ ...rule, ...within });

/** Rules over accounts: every subject, operator, quantifier and kind of event condition, in groups of groups. */
export function accountRules(env: Env): fc.Arbitrary<RuleJson> {
  const grouped = (leaf: fc.Arbitrary<RuleJson>, depth: number): fc.Arbitrary<RuleJson> =>
    depth === 0
      ? leaf
      : fc.oneof(
          { weight: 3, arbitrary: leaf },
          {
            weight: 1,
            arbitrary: fc.array(grouped(leaf, depth - 1), { maxLength: 4 }).map((all) => ({ all })),
          },
          {
            weight: 1,
            arbitrary: fc
              .array(grouped(leaf, depth - 1), { minLength: 1, maxLength: 4 })
              .map((any) => ({ any })),
          },
          { weight: 1, arbitrary: grouped(leaf, depth - 1).map((not) => ({ not })) },
        );
  const relatedTo = (related: string, where: fc.Arbitrary<RuleJson>): fc.Arbitrary<RuleJson> =>
    fc
      .record({ quantifier: optional(quantifiers), where: optional(where) })
      .map((rest) => written({ related, ...rest }));
  const ofContact = fc.oneof(conditions("contact", env), relatedTo("tickets", conditions("ticket", env)));
  const related = fc.oneof(
    relatedTo("contacts", grouped(ofContact, 1)),
    relatedTo("champions", grouped(ofContact, 1)),
    relatedTo("renewals", grouped(conditions("renewal", env), 1)),
  );
  const scope = {
    events: fc.constantFrom("Logged in", "Exported report", "Logged out"),
    within: fc.option(reach("withinDays", "withinHours"), { nil: {} }),
    where: optional(grouped(propertyConditions, 1)),
  };
  const countOps = fc.constantFrom("at-least", "at-most", "exactly", "more-than", "fewer-than");
  const eventCounts = fc
    .record({ ...scope, count: optional(fc.record({ op: countOps, value: fc.nat(6) })) })
    .map(eventsWritten);
  const eventTimes = fc
    .tuple(
      fc.record({ ...scope, time: fc.constantFrom("first", "last") }),
      asking({ slug: "at", label: "at", type: "instant" }, env),
    )
    .map(([time, asked]) => eventsWritten({ ...time, ...asked }));
  const leaf = fc.oneof(
    { weight: 6, arbitrary: conditions("account", env) },
    { weight: 2, arbitrary: related },
    { weight: 2, arbitrary: fc.oneof(eventCounts, eventTimes) },
  );
  return grouped(leaf, 3);
}

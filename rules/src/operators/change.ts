import { z } from "zod";
import type { FieldType } from "../catalog.ts";
import type { Env } from "../env.ts";
import { withinDaysJson } from "../rule-json.ts";
import { compareDecimals, type Decimal, inOneUnit, isDecimal } from "../values/decimal.ts";
import { windowStart } from "../values/event-window.ts";
import { booleanOperators } from "./boolean.ts";
import { choiceOperators } from "./choice.ts";
import { dayOperators } from "./day.ts";
import { numberOperators, readableNumber } from "./number.ts";
import { type Operator, operator, type Seen, type SeenBeside, type SeenChange } from "./operator.ts";
import { referenceOperators, referenceTypes } from "./reference.ts";
import { textOperators } from "./text.ts";
import {
  dateValue,
  decimalValue,
  numberTypes,
  referenceValue,
  textTypes,
  textValue,
} from "./value-schemas.ts";

/** Types whose changes are kept. */
const changing: readonly FieldType[] = [
  ...textTypes,
  ...numberTypes,
  ...referenceTypes,
  "boolean",
  "date",
  "instant",
  "select",
  "multi-select",
  "text-list",
  "segment",
];

/** “in the last 30 days”, of which today is the last. */
const within = (days: number): string => (days === 1 ? "today" : `in the last ${days} days`);

function changesWithin(days: number, env: Env, beside: SeenBeside): SeenChange[] {
  const start = windowStart(days, env);
  return beside.changes().filter((change) => Temporal.Instant.compare(change.at, start) >= 0);
}

const changed = operator<{ withinDays: number }>({
  id: "changed",
  label: "changed",
  types: changing,
  editor: "change",
  value: z.strictObject({ withinDays: withinDaysJson }, { error: "Give {withinDays}." }),
  needs: "history",
  usesClock: true,
  sql: (operand, { withinDays }, scope) =>
    `EXISTS (${operand.beside.changes(windowStart(withinDays, scope.env), () => ({ columns: "1" }))})`,
  evaluate: (_, { withinDays }, env, beside) => changesWithin(withinDays, env, beside).length > 0,
  describe: (subject, { withinDays }) => `${subject} changed ${within(withinDays)}`,
});

/** What `from` and `to` of a change may be: a value that is compared as this operator of the type does. */
interface Sameness<Value extends string | number | boolean> {
  types: readonly FieldType[];
  value: z.ZodType<Value>;
  test: Operator | undefined;
  /** The value as the test takes it. */
  asked?(value: Value): unknown;
}
type Ends<Value> = { from?: Value | null | undefined; to?: Value | null | undefined; withinDays: number };

/** From one value to another: absent is any value, null is none. */
function changedFromTo<Value extends string | number | boolean>(sameness: Sameness<Value>): Operator {
  const { types, value, test, asked = (each) => each } = sameness;
  if (test === undefined)
    throw new Error(`Nothing says when two values of ${types.join(", ")} are the same.`);
  const fits = (seen: Seen, end: Value | null | undefined, env: Env, beside: SeenBeside): boolean => {
    if (end === undefined) return true;
    if (end === null || seen === null) return end === seen;
    return test.evaluate(seen, asked(end), env, beside) === true;
  };
  return operator<Ends<Value>>({
    id: "changed-from-to",
    label: "changed from … to",
    types,
    editor: "change-values",
    value: z
      .strictObject(
        { from: value.nullable().optional(), to: value.nullable().optional(), withinDays: withinDaysJson },
        { error: "Give {from, to, withinDays}; leave out what may be anything, null is empty." },
      )
      .refine(({ from, to }) => from !== undefined || to !== undefined, "Give “from”, “to” or both."),
    needs: "history",
    usesClock: true,
    optionsIn: ({ from, to }) => [from, to].filter((end) => typeof end === "string"),
    sql(operand, { from, to, withinDays }, scope) {
      const sqlFits = (sql: string, end: Value | null | undefined): string[] => {
        if (end === undefined) return [];
        if (end === null) return [`${sql} IS NULL`];
        return [
          `(${test.sql({ type: operand.type, beside: operand.beside, sql }, asked(end), scope)}) IS TRUE`,
        ];
      };
      return `EXISTS (${operand.beside.changes(windowStart(withinDays, scope.env), (change) => ({
        columns: "1",
        where: [...sqlFits(change.old, from), ...sqlFits(change.new, to)].join(" AND "),
      }))})`;
    },
    evaluate: (_, { from, to, withinDays }, env, beside) =>
      changesWithin(withinDays, env, beside).some(
        (change) => fits(change.old, from, env, beside) && fits(change.new, to, env, beside),
      ),
    describe(subject, { from, to, withinDays }, nameOf) {
      const word = (end: Value | null): string => {
        if (typeof end === "boolean") return end ? "yes" : "no";
        return end === null ? "empty" : nameOf(String(end));
      };
      const ends = [
        from === undefined ? "" : ` from ${word(from)}`,
        to === undefined ? "" : ` to ${word(to)}`,
      ];
      return `${subject} changed${ends.join("")} ${within(withinDays)}`;
    },
  });
}

const named = (operators: readonly Operator[], id: string): Operator | undefined =>
  operators.find((each) => each.id === id);

const fromTo: readonly Operator[] = [
  changedFromTo({ types: textTypes, value: textValue, test: named(textOperators, "is") }),
  changedFromTo({ types: numberTypes, value: decimalValue, test: named(numberOperators, "equals") }),
  changedFromTo({ types: ["boolean"], value: z.boolean(), test: named(booleanOperators, "is") }),
  changedFromTo({ types: ["date"], value: dateValue, test: named(dayOperators, "on") }),
  changedFromTo({ types: ["select"], value: textValue, test: named(choiceOperators, "is") }),
  changedFromTo({
    types: referenceTypes,
    value: referenceValue,
    test: named(referenceOperators, "is-any-of"),
    asked: (id) => [id],
  }),
];

type By = { by: Decimal; withinDays: number };

/** How far a number went up or down over the window: what it is now against what it was when the window began. */
interface Movement {
  id: string;
  label: string;
  direction: 1 | -1;
  unit: "amount" | "percent";
}

const movements: readonly Movement[] = [
  { id: "increased-by", label: "increased by at least", direction: 1, unit: "amount" },
  { id: "decreased-by", label: "decreased by at least", direction: -1, unit: "amount" },
  { id: "increased-by-percent", label: "increased by at least …%", direction: 1, unit: "percent" },
  { id: "decreased-by-percent", label: "decreased by at least …%", direction: -1, unit: "percent" },
];

/** Unknown when the number is missing now or then; of a percentage also when it was zero then. */
function moved({ direction, unit }: Movement, then: Decimal, now: Decimal, by: Decimal): boolean | null {
  const [before = 0n, after = 0n, hundred = 0n, asked = 0n] = inOneUnit(then, now, 100, by);
  const difference = (after - before) * BigInt(direction);
  if (unit === "amount") return difference >= asked;
  if (before === 0n) return null;
  const size = before < 0n ? -before : before;
  // difference / size ≥ by / 100, without a division.
  return difference * hundred >= asked * size;
}

function movedSql({ direction, unit }: Movement, then: string, now: string, by: string): string {
  const difference = direction === 1 ? `(${now} - ${then})` : `(${then} - ${now})`;
  return unit === "amount"
    ? `${difference} >= ${by}`
    : `${difference} * 100 >= ${by} * abs(nullif(${then}, 0))`;
}

const moving = (movement: Movement): Operator =>
  operator<By>({
    id: movement.id,
    label: movement.label,
    types: numberTypes,
    editor: "change-by",
    value: z.strictObject(
      {
        by: decimalValue.refine(
          (by) => !isDecimal(by) || compareDecimals(by, 0) > 0,
          "Give a number above 0.",
        ),
        withinDays: withinDaysJson,
      },
      { error: "Give {by, withinDays}." },
    ),
    needs: "history",
    usesClock: true,
    sql(operand, { by, withinDays }, scope) {
      const first = operand.beside.changes(windowStart(withinDays, scope.env), ({ old }) => ({
        columns: `${old} AS value, 1 AS place`,
        isFirst: true,
      }));
      // Without a change in the window it was then what it is now; a change from nothing leaves it missing.
      const then = `SELECT value FROM ((${first}) UNION ALL SELECT ${operand.sql}, 2) was ORDER BY place LIMIT 1`;
      const asked = scope.param(String(by), "numeric");
      return `(SELECT ${movedSql(movement, "was.value", operand.sql, asked)} FROM (${then}) was)`;
    },
    evaluate(seen, { by, withinDays }, env, beside) {
      const [first] = changesWithin(withinDays, env, beside);
      const then = first === undefined ? seen : first.old;
      return isDecimal(then) && isDecimal(seen) ? moved(movement, then, seen, by) : null;
    },
    describe(subject, { by, withinDays }) {
      const label = movement.label.replace(" …%", "");
      return `${subject} ${label} ${readableNumber(by)}${movement.unit === "percent" ? "%" : ""} ${within(withinDays)}`;
    },
  });

/** What a field was before, from its history. */
export const changeOperators: readonly Operator[] = [changed, ...fromTo, ...movements.map(moving)];

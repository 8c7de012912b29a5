import type { FormulaNode, FormulaType, RefuseArgument } from "../formula.ts";
import type { FormulaValue } from "../formula-value.ts";

const typeWords: Record<FormulaType, string> = {
  number: "a number",
  text: "a text",
  boolean: "a yes or no",
  date: "a date",
  instant: "an instant",
  list: "a list",
  teammate: "a teammate",
  contact: "a contact",
  account: "an account",
  organization: "an organization",
};

/** “a number”, “a date or an instant”. */
export function typeWord(...types: readonly FormulaType[]): string {
  return types.map((type) => typeWords[type]).join(" or ");
}

/** Whether every argument is of one of the types; refuses those that are not. */
export function areOf(
  args: readonly FormulaNode[],
  types: readonly FormulaType[],
  refuse: RefuseArgument,
): boolean {
  let isRight = true;
  args.forEach((arg, index) => {
    if (types.includes(arg.type)) return;
    isRight = false;
    refuse(index, `This is ${typeWord(arg.type)}; ${typeWord(...types)} is needed here.`);
  });
  return isRight;
}

/** The one type that the arguments at these places share; refuses the first that differs. */
export function sharedType(
  args: readonly FormulaNode[],
  places: readonly number[],
  refuse: RefuseArgument,
): FormulaType | undefined {
  const [first = 0, ...others] = places;
  const type = args[first]?.type;
  const odd = others.find((place) => args[place]?.type !== type);
  if (type === undefined || odd === undefined) return type;
  return refuse(
    odd,
    `This is ${typeWord(args[odd]?.type ?? type)}, but ${typeWord(type)} stands before; all have to be alike.`,
  );
}

/** The arguments as values of one JavaScript type, or nothing when one is missing. */
export function present<T extends FormulaValue>(
  args: readonly FormulaValue[],
): readonly NonNullable<T>[] | undefined {
  return args.includes(null) ? undefined : (args as readonly NonNullable<T>[]);
}

import type { Catalog, ObjectCatalog } from "../../catalog.ts";
import type { FormulaNode, Span } from "../formula.ts";
import { formulaLimits } from "../formula-limits.ts";
import type { FormulaProblem } from "../formula-problem.ts";
import type { Syntax } from "../parse/syntax.ts";

/** One walk over a formula's syntax. */
export interface FormulaCheck {
  catalog: Catalog;
  problems: FormulaProblem[];
  node(syntax: Syntax, place: FormulaPlace): FormulaNode | undefined;
}

/** What the names there are about. */
export interface FormulaPlace {
  object: ObjectCatalog;
  relatedDepth: number;
  /** The relation that led here: its name may be written before the dot once more. */
  relation?: string;
}

/** Notes a problem and gives nothing, so that a check can end with it. */
export function refuseAt({ from, to }: Span, message: string, check: FormulaCheck): undefined {
  const isKnown = check.problems.some((each) => each.from === from && each.message === message);
  if (!isKnown && check.problems.length < formulaLimits.problems) check.problems.push({ from, to, message });
}

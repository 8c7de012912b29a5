import type { RuleCatalog } from "@perennial/contract";
import { type Catalog, checkFormula } from "@perennial/rules";
import { lazy, Suspense, useId, useMemo } from "react";
import { Skeleton } from "../skeleton.tsx";

const FormulaCode = lazy(() =>
  import("./formula-code.tsx").then((module) => ({ default: module.FormulaCode })),
);

type Problem = { from: number; to: number; message: string };

type FormulaEditorProps = {
  label: string;
  value: string;
  onChange: (formula: string) => void;
  catalog: RuleCatalog;
  /** The object that the formula is about. */
  object: string;
  /** What only the server finds: circles. */
  furtherProblems?: readonly Problem[];
  isReadOnly?: boolean;
};

/** What is wrong with a formula as it stands. */
export function problemsOf(catalog: RuleCatalog, object: string, formula: string): readonly Problem[] {
  const checked = checkFormula(formula, catalog as Catalog, object);
  return "problems" in checked ? checked.problems : [];
}

/** A formula as text: completion of names and functions, and every problem under its characters and in words. */
export function FormulaEditor(props: FormulaEditorProps) {
  const { label, value, onChange, catalog, object, furtherProblems = [], isReadOnly = false } = props;
  const id = useId();
  const own = useMemo(() => problemsOf(catalog, object, value), [catalog, object, value]);
  const problems = useMemo(
    () => (value.trim() === "" ? [] : own.length > 0 ? own : furtherProblems),
    [value, own, furtherProblems],
  );
  return (
    <div className="flex flex-col gap-1">
      <span id={`${id}-label`} className="text-s font-medium text-ink-2">
        {label}
      </span>
      <Suspense fallback={<Skeleton lines={3} />}>
        <FormulaCode
          value={value}
          onChange={onChange}
          catalog={catalog}
          object={object}
          problems={problems}
          isReadOnly={isReadOnly}
          attributes={{
            "aria-labelledby": `${id}-label`,
            "aria-describedby": `${id}-problems`,
            ...(problems.length > 0 ? { "aria-invalid": "true" } : {}),
          }}
        />
      </Suspense>
      <ul id={`${id}-problems`} aria-live="polite" className="flex flex-col gap-0.5 text-s text-bad">
        {problems.map(({ from, message }) => (
          <li key={`${from} ${message}`}>
            Character {from + 1}: {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

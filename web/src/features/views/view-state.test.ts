import type { ViewDefinition } from "@perennial/contract";
import { describe, expect, test } from "vitest";
import type { ViewChoice } from "../../api/viewed-object.ts";
import { choiceOf, definitionOf, isChanged, ruleOf, type ViewState } from "./view-state.ts";

const late = { subject: "dueOn", op: "is-empty" };
const due: ViewChoice = {
  id: "due",
  label: "Due",
  usual: "late",
  options: [
    { value: "any", label: "Any time", rule: null },
    { value: "late", label: "Late", rule: late },
  ],
};
const base: ViewDefinition = {
  filter: { subject: "stage", op: "is", value: "open" },
  columns: ["name", "dueOn"],
  sort: "dueOn",
  group: null,
  layout: "table",
  layoutField: null,
  widths: {},
  pinned: null,
  footers: {},
};
const view = "01a21d53-0ce2-7047-8365-83ef427739b8";

describe("what a page of views shows", () => {
  test("is the usual choice, until a view or a rule narrows the page", () => {
    expect(choiceOf({}, due)).toBe("late");
    expect(choiceOf({ view }, due)).toBe("any");
    expect(choiceOf({ filter: { all: [] } }, due)).toBe("any");
    expect(choiceOf({ view, choices: { due: "late" } }, due)).toBe("late");
  });

  test("is the view's rule with the choices and what was typed", () => {
    expect(ruleOf({ q: "corvus" }, base, [due], "name")).toEqual({
      all: [base.filter, late, { subject: "name", op: "contains", value: "corvus" }],
    });
    const filter = { subject: "stage", op: "is-empty" };
    expect(ruleOf({ view, filter }, base, [due], "name")).toEqual({ all: [filter] });
    const both = { all: [filter, late] };
    expect(ruleOf({ view, filter: both }, base, [due], "name")).toEqual(both);
  });

  test("is the saved view with what was changed since; an empty change is none", () => {
    const state: ViewState = { view, columns: ["name"], group: null };
    expect(definitionOf(state, { ...base, group: { field: "stage", by: null } })).toEqual({
      ...base,
      columns: ["name"],
    });
    expect(isChanged(state)).toBe(true);
    expect(isChanged({ view, q: "", choices: {} })).toBe(false);
  });
});

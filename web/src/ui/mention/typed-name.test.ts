import { expect, test } from "vitest";
import { peopleCalled, typedName, withName } from "./typed-name.ts";

const people = ["Ada Moss", "Dana Ünal", "Łukasz Żak", "山田 太郎", "Moss Adams", "김 민준"].map((label) => ({
  value: label,
  label,
}));
const found = (text: string) => {
  const typed = typedName(text, text.length);
  return typed && peopleCalled(typed.name, people).map(({ label }) => label);
};

test.each<[string, string[] | null]>([
  ["Ask @", people.map(({ label }) => label)],
  ["@ad", ["Ada Moss", "Moss Adams"]],
  ["Ask @mos", ["Moss Adams", "Ada Moss"]],
  ["(@Ada Mo", ["Ada Moss"]],
  ["@una", ["Dana Ünal"]],
  ["@ÜNAL", ["Dana Ünal"]],
  ["@łuk", ["Łukasz Żak"]],
  ["@山", ["山田 太郎"]],
  ["@太郎", ["山田 太郎"]],
  ["@민", ["김 민준"]],
  ["@Ada Moss ", []],
  ["@Ada Moss, and @da", ["Dana Ünal"]],
  ["write to ada@m", null],
  ["@ ", null],
  ["@Ada\nMoss", null],
  ["nobody", null],
])("behind %j it offers %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test("the name stands in place of what was typed, with one space behind it", () => {
  expect(withName("Ask @un now", 4, 7, "Dana Ünal")).toEqual({ text: "Ask @Dana Ünal now", caret: 15 });
  expect(withName("Ask @", 4, 5, "山田 太郎")).toEqual({ text: "Ask @山田 太郎 ", caret: 11 });
});

import type { Option } from "../option-list.tsx";

const letter = /[\p{L}\p{N}_]$/u;
const longestName = 60;
const most = 8;

/** The name that is being typed behind an `@`, up to the caret; none in an address such as `ada@acme.example`. */
export function typedName(text: string, caret: number): { from: number; name: string } | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf("@");
  if (from < 0 || letter.test(before.slice(0, from))) return null;
  const name = before.slice(from + 1);
  return name.length > longestName || /^\s|\n|\s\s/u.test(name) ? null : { from, name };
}

/** Without case and accents: `ünal` and `Unal` are typed alike. */
const folded = (text: string) =>
  text.normalize("NFD").replaceAll(/\p{M}/gu, "").normalize("NFC").toLocaleLowerCase();

/** Whoever's name, or a later part of it, begins so; those whose first name does come first. */
export function peopleCalled(name: string, people: readonly Option[]): readonly Option[] {
  const wanted = folded(name);
  const rank = ({ label }: Option) => {
    const words = folded(label).split(/\s+/u);
    return words.findIndex((_, at) => words.slice(at).join(" ").startsWith(wanted));
  };
  return people
    .map((person) => ({ person, at: rank(person) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => Number(a.at > 0) - Number(b.at > 0))
    .slice(0, most)
    .map(({ person }) => person);
}

/** The text with the name in place of what was typed, and where the caret stands then. */
export function withName(text: string, from: number, caret: number, name: string) {
  const rest = text.slice(caret);
  const said = `${text.slice(0, from)}@${name}`;
  const gap = /^\s/u.test(rest) ? "" : " ";
  return { text: said + gap + rest, caret: said.length + 1 };
}

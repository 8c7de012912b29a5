import { type CodePoints, holdsCodePoint } from "./code-points.ts";
import { isWordCharacter, type Pattern, parsePattern } from "./parse-pattern.ts";

type Edge = "start" | "end" | "word-edge" | "no-word-edge";

/** A program for all threads at once: `split` goes on at both places, `set` reads a character, `edge` only looks. */
type Step =
  | { do: "set"; set: CodePoints }
  | { do: "split"; to: number; or: number }
  | { do: "jump"; to: number }
  | { do: "edge"; edge: Edge }
  | { do: "found" };

const programs = new Map<string, readonly Step[]>();
const programsKept = 200;

/**
 * Whether the pattern fits somewhere in the text. Every place in the program is at most once in the list of threads for each
 * character (Thompson's simulation, as in RE2), so that the time is at most the text's length times the pattern's size,
 * whatever they hold.
 */
export function matchesPattern(source: string, text: string): boolean {
  const program = programOf(source);
  let threads = new Threads(program);
  let before: number | undefined;
  const characters = [...text];
  for (let at = 0; at <= characters.length; at++) {
    const codePoint = characters[at]?.codePointAt(0);
    const holds = (edge: Edge): boolean => edgeHolds(edge, before, codePoint);
    threads.enter(0, holds);
    if (threads.isFound) return true;
    if (codePoint === undefined) return false;
    const after = characters[at + 1]?.codePointAt(0);
    const next = new Threads(program);
    for (const place of threads.waiting) {
      const step = program[place];
      if (step?.do !== "set" || !holdsCodePoint(step.set, codePoint)) continue;
      next.enter(place + 1, (edge) => edgeHolds(edge, codePoint, after));
    }
    before = codePoint;
    threads = next;
  }
  return false;
}

/** The places of the program where a thread stands before one character. */
class Threads {
  readonly waiting: number[] = [];
  isFound = false;
  readonly #program: readonly Step[];
  readonly #isSeen: Uint8Array;

  constructor(program: readonly Step[]) {
    this.#program = program;
    this.#isSeen = new Uint8Array(program.length);
  }

  /** Follows everything that reads no character, by a list and not by recursion. */
  enter(place: number, holds: (edge: Edge) => boolean): void {
    const open = [place];
    for (let here = open.pop(); here !== undefined; here = open.pop()) {
      if (this.#isSeen[here] === 1) continue;
      this.#isSeen[here] = 1;
      const step = this.#program[here];
      if (step === undefined) continue;
      if (step.do === "set") this.waiting.push(here);
      else if (step.do === "split") open.push(step.or, step.to);
      else if (step.do === "jump") open.push(step.to);
      else if (step.do === "found") this.isFound = true;
      else if (holds(step.edge)) open.push(here + 1);
    }
  }
}

function edgeHolds(edge: Edge, before: number | undefined, after: number | undefined): boolean {
  if (edge === "start") return before === undefined;
  if (edge === "end") return after === undefined;
  const isWord = (codePoint: number | undefined) => codePoint !== undefined && isWordCharacter(codePoint);
  return (isWord(before) !== isWord(after)) === (edge === "word-edge");
}

function programOf(source: string): readonly Step[] {
  const known = programs.get(source);
  if (known !== undefined) return known;
  const program: Step[] = [];
  write(parsePattern(source), program);
  program.push({ do: "found" });
  if (programs.size >= programsKept) programs.clear();
  programs.set(source, program);
  return program;
}

function write(pattern: Pattern, program: Step[]): void {
  switch (pattern.kind) {
    case "empty":
      return;
    case "set":
      program.push({ do: "set", set: pattern.set });
      return;
    case "sequence":
      for (const part of pattern.parts) write(part, program);
      return;
    case "choice":
      writeChoice(pattern.parts, program);
      return;
    case "repeat":
      writeRepeat(pattern, program);
      return;
    default:
      program.push({ do: "edge", edge: pattern.kind });
  }
}

function writeChoice([first, ...others]: readonly Pattern[], program: Step[]): void {
  if (first === undefined) return;
  if (others.length === 0) {
    write(first, program);
    return;
  }
  const split = program.length;
  program.push({ do: "jump", to: 0 });
  write(first, program);
  const jump = program.length;
  program.push({ do: "jump", to: 0 });
  program[split] = { do: "split", to: split + 1, or: program.length };
  writeChoice(others, program);
  program[jump] = { do: "jump", to: program.length };
}

function writeRepeat({ part, least, most }: Extract<Pattern, { kind: "repeat" }>, program: Step[]): void {
  for (let time = 0; time < least; time++) write(part, program);
  if (most === undefined) {
    const split = program.length;
    program.push({ do: "jump", to: 0 });
    write(part, program);
    program.push({ do: "jump", to: split });
    program[split] = { do: "split", to: split + 1, or: program.length };
    return;
  }
  const splits: number[] = [];
  for (let time = least; time < most; time++) {
    splits.push(program.length);
    program.push({ do: "jump", to: 0 });
    write(part, program);
  }
  for (const split of splits) program[split] = { do: "split", to: split + 1, or: program.length };
}

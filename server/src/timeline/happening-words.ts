/** What a happening of the change feed says on the timeline. */
export type HappeningWords = { title: string; text: string | null };

type Payload = Readonly<Record<string, unknown>>;
type Words = (payload: Payload) => HappeningWords;

/** Words for the happenings whose payload says what changed; the others are told by their name. */
const wordsOf: Readonly<Record<string, Words>> = {
  "score.crossed": (payload) => ({
    title: `${textOf(payload.name)} health ${change(payload.from, payload.to)}`,
    text: [change(rounded(payload.previous), rounded(payload.value)), ...causes(payload.causes)].join(" · "),
  }),
  "segment.entered": ({ name }) => ({ title: `Entered the segment ${textOf(name)}`, text: null }),
  "segment.left": ({ name }) => ({ title: `Left the segment ${textOf(name)}`, text: null }),
  "renewal.forecast-changed": (payload) => ({
    title: "Renewal forecast changed",
    text: change(amount(payload.old), amount(payload.new)),
  }),
  "renewal.rating-changed": (payload) => ({
    title: "Renewal rating changed",
    text: change(payload.old, payload.new),
  }),
  "renewal.stage-changed": (payload) => ({
    title: "Renewal stage changed",
    text: change(payload.old, payload.new),
  }),
  "renewal.created": (payload) => ({
    title: "Renewal opened",
    text: `Due ${textOf(payload.dueOn)}, target ${amount(payload.targetArr)}`,
  }),
  "renewal.outcome-recorded": (payload) => ({
    title: `Renewal ${textOf(payload.outcome)}${payload.timing ? `, ${textOf(payload.timing)}` : ""}`,
    text: `Final ${amount(payload.finalArr)} of ${amount(payload.targetArr)} target`,
  }),
  "risk.escalated": (payload) => movedRisk("Risk moved up", payload),
  "risk.relaxed": (payload) => movedRisk("Risk moved down", payload),
};

function movedRisk(title: string, { name, from, to, reason }: Payload): HappeningWords {
  const why = [name, reason].filter((part) => typeof part === "string" && part !== "");
  return { title: `${title}, tier ${change(from, to)}`, text: why.length > 0 ? why.join(": ") : null };
}

/** How the timeline tells what happened to an object. */
export function happeningWords(name: string, object: string, payload: Payload): HappeningWords {
  const words = wordsOf[name]?.(payload);
  if (words) return words;
  const { fields } = payload;
  const [, happening = ""] = name.split(".");
  return {
    title: sentence(`${object} ${happening}`),
    text: Array.isArray(fields) && fields.length > 0 ? fields.map(fieldWords).join(", ") : nameIn(payload),
  };
}

function change(from: unknown, to: unknown): string {
  return `${textOf(from)} → ${textOf(to)}`;
}

function textOf(value: unknown): string {
  return value === null || value === undefined || value === "" ? "none" : spaced(String(value));
}

function rounded(value: unknown): number | null {
  return typeof value === "number" ? Math.round(value) : null;
}

/** `401625.0000` → `401,625`. */
function amount(value: unknown): string | null {
  const number = Number(value);
  if (value === null || value === undefined || Number.isNaN(number)) return null;
  return number.toLocaleString("en", { maximumFractionDigits: 2 });
}

/** At most three measures that moved it, by name. */
function causes(found: unknown): string[] {
  if (!Array.isArray(found)) return [];
  return found.slice(0, 3).flatMap((cause: Payload) => (typeof cause.name === "string" ? [cause.name] : []));
}

/** What the happening is about, where its payload names it. */
function nameIn(payload: Payload): string | null {
  for (const key of ["name", "title", "subject", "label", "slug", "segment"]) {
    const value = payload[key];
    if (typeof value === "string" && value !== "") return value;
  }
  return null;
}

/** `forecastArr` → `forecast ARR`. */
function fieldWords(field: unknown): string {
  return String(field)
    .replaceAll(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .replace(/\barr\b/, "ARR");
}

/** `at_risk` and `in-conversation` as words, a calendar date as `26 Jun 2027`. */
function spaced(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return text.replaceAll(/[_-]/g, " ");
  const format = { day: "2-digit", month: "short", year: "numeric" } as const;
  return Temporal.PlainDate.from(text).toLocaleString("en-GB", format);
}

/** `health-score changed` → `Health score changed`. */
function sentence(text: string): string {
  const words = text.replaceAll("-", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A record as it is compared with others. */
export type Likely = {
  id: string;
  name: string;
  /** What only one record should have: domains, an e-mail. */
  keys: readonly string[];
  /** Near names count only within one of these, where given: namesakes at different accounts are two people. */
  scopes?: readonly string[] | null;
};
export type LikelyPair = { firstId: string; secondId: string; because: string; likeness: number };

/** Trigram likeness above which two names are shown as perhaps the same; 1 is the same. */
const threshold = 0.75;
/** Trigrams that so many names share tell nothing ("gmb" of GmbH) and would pair everybody with everybody. */
const mostSharing = 500;
/** Free mail and the like: a domain that so many share is nobody's. */
const mostWithKey = 20;

const legalForms =
  /\b(inc|incorporated|llc|ltd|limited|gmbh|ag|corp|corporation|co|company|plc|sa|bv|oy|ab)\b\.?/g;

/** `Müller & Co. GmbH` → `muller`: case, accents, signs and legal form say nothing of who it is. */
export function plainName(name: string): string {
  return name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(legalForms, " ")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Trigrams of the words, each padded as PostgreSQL's pg_trgm does; computed here, for all pairs at once. */
function trigramsOf(plain: string): Set<string> {
  const trigrams = new Set<string>();
  for (const word of plain.split(" ").filter((each) => each !== "")) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at++) trigrams.add(padded.slice(at, at + 3));
  }
  return trigrams;
}

/** Pairs that share a key or nearly a name, the likeliest first; each pair once. */
export function likelyPairs(records: readonly Likely[]): LikelyPair[] {
  const pairs = new Map<string, LikelyPair>();
  const add = (one: number, other: number, because: string, likeness: number) => {
    const [first, second] = [records[one] as Likely, records[other] as Likely];
    const key = `${first.id} ${second.id}`;
    if (!pairs.has(key)) pairs.set(key, { firstId: first.id, secondId: second.id, because, likeness });
  };
  for (const [key, holders] of holdersOf(records.map((record) => record.keys))) {
    if (holders.length > mostWithKey) continue;
    for (const [one, other] of pairsOf(holders)) add(one, other, `Both have ${key}`, 1);
  }
  const trigrams = records.map((record) => trigramsOf(plainName(record.name)));
  // Where scopes are given, only namesakes within one meet at all: everybody with everybody would be millions.
  const meetings = records.map((record, at) => withinScopes(record, trigrams[at] ?? new Set()));
  const candidates = new Set<string>();
  for (const [, holders] of holdersOf(meetings)) {
    if (holders.length > mostSharing) continue;
    for (const [one, other] of pairsOf(holders)) {
      candidates.add(`${one} ${other}`);
    }
  }
  for (const key of candidates) {
    const [one = 0, other = 0] = key.split(" ").map(Number);
    const likeness = likenessOf(trigrams[one] ?? new Set(), trigrams[other] ?? new Set());
    if (likeness < threshold) continue;
    add(one, other, likeness === 1 ? "The names are the same" : "The names are nearly the same", likeness);
  }
  return [...pairs.values()].sort((a, b) => b.likeness - a.likeness);
}

/** Shared trigrams of all trigrams of both; 1 is the same. */
function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const all = one.union(other).size;
  return all === 0 ? 0 : Math.round((one.intersection(other).size / all) * 100) / 100;
}

function* withinScopes({ scopes }: Likely, trigrams: ReadonlySet<string>): Generator<string> {
  if (scopes === undefined) yield* trigrams;
  for (const scope of scopes ?? []) for (const trigram of trigrams) yield `${scope} ${trigram}`;
}

function holdersOf(values: readonly Iterable<string>[]): Map<string, number[]> {
  const holders = new Map<string, number[]>();
  values.forEach((each, at) => {
    for (const value of each) {
      const list = holders.get(value);
      if (list) list.push(at);
      else holders.set(value, [at]);
    }
  });
  return holders;
}

function* pairsOf(holders: readonly number[]): Generator<[number, number]> {
  for (let one = 0; one < holders.length; one++) {
    for (let other = one + 1; other < holders.length; other++) {
      yield [holders[one] as number, holders[other] as number];
    }
  }
}

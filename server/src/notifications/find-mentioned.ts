export type Mentionable = { id: string; name: string };

const letter = /[\p{L}\p{N}_]/u;

/**
 * The people whom a text mentions: `@` and their name, or their first name where nobody else has it. An address such as
 * `ada@acme.example` mentions nobody.
 */
export function findMentioned(text: string, people: readonly Mentionable[]): string[] {
  const lower = text.toLocaleLowerCase();
  const calls = callsOf(people);
  const found = new Set<string>();
  for (let at = lower.indexOf("@"); at >= 0; at = lower.indexOf("@", at + 1)) {
    if (letter.test(lower[at - 1] ?? " ")) continue;
    const rest = lower.slice(at + 1);
    const call = calls.find(({ word }) => rest.startsWith(word) && !letter.test(rest[word.length] ?? " "));
    if (call) found.add(call.id);
  }
  return [...found];
}

/** What people are called by, the longest first: of “@Ada Moss” nobody called Ada is meant. */
function callsOf(people: readonly Mentionable[]): { word: string; id: string }[] {
  const words = people.flatMap(({ id, name }) => {
    const whole = name.trim().toLocaleLowerCase();
    const [first = whole] = whole.split(/\s+/);
    return [...new Set([whole, first])].map((word) => ({ word, id }));
  });
  const owners = Map.groupBy(words, ({ word }) => word);
  return words
    .filter(({ word }) => word !== "" && owners.get(word)?.length === 1)
    .sort((a, b) => b.word.length - a.word.length);
}

const absent = /^(|null|n\/?a|#n\/a|none|nan|-|–|—)$/i;

/** Whether a cell says in one of the usual ways that there is no value. In free text these are words like any other. */
export function isAbsent(raw: string): boolean {
  return absent.test(raw.trim());
}

const currencies = new Set("usd eur gbp chf cad aud nzd sek nok dkk pln czk jpy inr sgd brl".split(" "));

/** A header as plain words: `AccountID`, `account_id` and `Account Id` are all `account id`; Salesforce's `__c` goes. */
export function headerWords(header: string): string {
  return header
    .replace(/__c$/i, "")
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();
}

/** The currency that ends a header, as in `arr_usd` or `MRR (EUR)`. */
export function headerCurrency(header: string): string | undefined {
  const last = headerWords(header).split(" ").at(-1) ?? "";
  return currencies.has(last) ? last.toUpperCase() : undefined;
}

/** A header as the slug of a trait, property or metric: `Plan Tier` becomes `plan_tier`. */
export function headerSlug(header: string): string {
  const plain = headerWords(header).replaceAll("ß", "ss").normalize("NFKD").replaceAll(/\p{M}/gu, "");
  const slug = plain.replaceAll(/[^a-z0-9]+/g, "_").replaceAll(/^_+|_+$/g, "");
  return /^[a-z]/.test(slug) ? slug.slice(0, 50) : `c_${slug}`.slice(0, 50);
}

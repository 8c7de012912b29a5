/** A value that could be read, or the reason why not, in words for the person who repairs the sheet. */
export type Parsed<T> = { value: T } | { reason: string };

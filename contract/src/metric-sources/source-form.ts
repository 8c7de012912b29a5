import type { FieldType } from "../fields.ts";

/** `ofAccounts`: it means nothing of a single contact. */
export type SourceChoice = { readonly value: string; readonly label: string; readonly ofAccounts?: true };

/** Asked only while another answer is one of these. */
type When = { readonly key: string; readonly isOneOf: readonly string[] };

/** One question that the builder asks about a source; `key` names the answer in the source. */
export type SourceAsk = { readonly key: string; readonly label: string; readonly when?: When } & (
  | { readonly ask: "choice"; readonly options: readonly SourceChoice[] }
  /** Names of events; none means any. */
  | { readonly ask: "event-names" }
  /** A rule about properties of the events named. */
  | { readonly ask: "event-rule" }
  | { readonly ask: "text"; readonly placeholder: string }
  | { readonly ask: "text-list"; readonly placeholder: string }
  | { readonly ask: "yes-no" }
  /** A kind of record that belongs to accounts. */
  | { readonly ask: "object" }
  /** A field of the kind of record chosen, or of accounts. */
  | { readonly ask: "field"; readonly of: "object" | "account"; readonly types: readonly FieldType[] }
  /** A rule about the records chosen. */
  | { readonly ask: "record-rule" }
);

/** What people are told and asked of a kind of source. */
export type SourceForm = {
  readonly label: string;
  /** What is read, in a line. */
  readonly reads: string;
  readonly asks: readonly SourceAsk[];
  /** It tells what stands now: windows mean nothing to it. */
  readonly hasNoWindow?: boolean;
  /** A contact may be measured by it, too. */
  readonly isOfContacts?: true;
  /** What a new metric of the kind begins with. */
  readonly begins: Readonly<Record<string, unknown>>;
};

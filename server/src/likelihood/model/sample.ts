/** What is known of a renewal at an instant, by the feature's slug. Null where nothing is known. */
export type FeatureValues = Readonly<Record<string, number | string | null>>;

/** What a feature says, and how it is read. */
export type FeatureSpec = {
  /** Lower-case letters, digits and `_`: also the column of its statement. */
  slug: string;
  label: string;
  /** `category`: each value that enough renewals had becomes a yes or no of its own. */
  kind: "number" | "category";
  /** How values stand on screens. */
  shown?: "ratio" | "days" | "count" | "yes-no" | "log10" | "log-count" | undefined;
};

/** A closed renewal as it stood some days before its expiry. */
export type Sample = {
  renewalId: string;
  /** Days before expiry at which it is looked at: 180, 90 or 30. */
  daysBefore: number;
  /** The date of the look, `YYYY-MM-DD`. */
  at: string;
  /**
   * The day its outcome was known and its term was over, whichever came later; always after `at`. Losses are known earlier
   * than renewals: taken as soon as they are known, they would be too many among the latest.
   */
  knownOn: string;
  isRenewed: boolean;
  features: FeatureValues;
  /** The likelihood people gave it then: typed, else the default of its rating; null where there was neither. */
  human: number | null;
};

export const callTypes = ["track", "identify", "group", "page", "screen", "alias"] as const;
export type CallType = (typeof callTypes)[number];

/** A call of the Segment specification, checked and with its instant corrected. JSON, as it may be held. */
export type Call = {
  type: CallType;
  messageId: string;
  /** The contact's id in the product. */
  userId?: string;
  anonymousId?: string;
  /** The account's id in the product. */
  groupId?: string;
  /** The id an alias replaces. */
  previousId?: string;
  /** Name of the event of a track, page or screen. */
  name?: string;
  properties?: Record<string, unknown>;
  traits?: Record<string, unknown>;
  /** RFC 3339, UTC. */
  at: string;
  receivedAt: string;
};

/** What became of a call. Problems of single traits do not refuse the call. */
export type CallOutcome = {
  status: "recorded" | "duplicate" | "held" | "rejected";
  message?: string;
};

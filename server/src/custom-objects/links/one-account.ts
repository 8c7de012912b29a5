import { resolveAccountOfRows } from "../../contracts/index.ts";
import type { RecordInput } from "../../objects/index.ts";
import type { LinkKind } from "./link-kind.ts";

/** Below one account, as contracts and tickets are: rules know it from both sides by itself. */
export const oneAccount: LinkKind = {
  placement: "below-account",
  relations: () => [],
  prepare: ({ tx, inputs }) => resolveAccountOfRows(tx, inputs.map(withAccountId)),
};

/** An account given by our own id places a new record; one that exists stays where it is. */
function withAccountId(input: RecordInput): RecordInput {
  const { accountId, ...extras } = input.extras ?? {};
  if (typeof accountId !== "string" || accountId === "") return input;
  return { ...input, accountId, extras };
}

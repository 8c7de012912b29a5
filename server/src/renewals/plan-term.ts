import { anniversaries, noticeDeadline, rollingTerm, termMonths } from "../contracts/index.ts";

/** A contract with what its renewal is worked out from. Dates are ISO text. */
export type TermContract = {
  readonly id: string;
  readonly accountId: string;
  readonly startsOn: string;
  /** Last day of the current term; null while it is open. */
  readonly expiresOn: string | null;
  readonly termStartsOn: string;
  readonly autoRenews: boolean;
  readonly renewalTermMonths: number | null;
  readonly noticePeriodDays: number | null;
  readonly noticePeriodMonths: number | null;
  readonly isImplied: boolean;
  /** Stands for an account's ARR and renewal date in a sheet. */
  readonly isSheet: boolean;
  /** Archived, or merged into another contract: nothing falls due on it. */
  readonly isArchived: boolean;
  readonly currency: string;
  /** ARR of its lines on the last day of the term. */
  readonly targetArr: string;
  /** Whether a line of it carries ARR today. */
  readonly isLive: boolean;
  /** Whether other lines of the account took over around the end of the term. */
  readonly isFollowed: boolean;
  /** Holder of the first key role of the policy that is held. */
  readonly ownerId: string | null;
};

/** The renewal of a contract that has no outcome yet. */
export type OpenRenewal = {
  readonly id: string;
  readonly termStartsOn: string | null;
  readonly termEndsOn: string | null;
  readonly dueOn: string;
  readonly noticeDeadlineOn: string | null;
  readonly currency: string;
  readonly targetArr: string;
  readonly isTargetStated: boolean;
  readonly ownerId: string | null;
  readonly isOwnerPinned: boolean;
  /** The day it was made. */
  readonly madeOn: string;
  /** Rated so low that nobody should take it for renewed without a person's word. */
  readonly isDoubted: boolean;
};

/** What a renewal takes from its contract. */
export type TermFields = {
  readonly termStartsOn: string;
  readonly termEndsOn: string;
  readonly dueOn: string;
  readonly noticeDeadlineOn: string | null;
  readonly currency: string;
  readonly targetArr: string;
  readonly ownerId: string | null;
};

export type TermStep =
  | { readonly kind: "none" }
  | { readonly kind: "create"; readonly fields: TermFields }
  | { readonly kind: "amend"; readonly renewalId: string; readonly fields: Partial<TermFields> }
  | { readonly kind: "withdraw"; readonly renewalId: string }
  /** The term passed with nobody saying no, under a contract that renews by itself. */
  | { readonly kind: "auto-renew"; readonly renewalId: string }
  /** The sheet has gone on to the next term: that is how it says that this one was renewed. */
  | {
      readonly kind: "renewed-in-sheet";
      readonly renewalId: string;
      readonly termStartsOn: string;
      readonly termEndsOn: string;
    }
  /** The contract has renewed itself before we knew of it: go to the term that holds today. */
  | { readonly kind: "roll"; readonly termStartsOn: string; readonly termEndsOn: string };

const none: TermStep = { kind: "none" };

/**
 * The one step that brings a contract's renewal into line with the contract as it stands today.
 * @param closedTermEnds last days of its terms that have an outcome
 * @param leadDays how many days before expiry a renewal appears, or before the first anniversary of a term of several
 *   years: so that its check-points are there to be called when they come
 */
export function planTerm(
  contract: TermContract,
  open: OpenRenewal | null,
  closedTermEnds: ReadonlySet<string>,
  today: string,
  leadDays: number,
): TermStep {
  const { expiresOn } = contract;
  if (open && (contract.isArchived || expiresOn === null)) return { kind: "withdraw", renewalId: open.id };
  if (contract.isArchived || expiresOn === null) return none;
  if (open) {
    // Made of an old contract while what followed it had not been imported yet: there is nothing to decide.
    if (expiresOn < today && open.madeOn > expiresOn && contract.isFollowed)
      return { kind: "withdraw", renewalId: open.id };
    const hasPassed = open.dueOn === expiresOn && expiresOn < today;
    if (hasPassed && contract.autoRenews && open.madeOn <= expiresOn && !open.isDoubted) {
      return { kind: "auto-renew", renewalId: open.id };
    }
    if (contract.isSheet && expiresOn >= halfATermAfter(open.dueOn)) {
      const termStartsOn = Temporal.PlainDate.from(open.dueOn).add({ days: 1 }).toString();
      return { kind: "renewed-in-sheet", renewalId: open.id, termStartsOn, termEndsOn: expiresOn };
    }
    return amendment(contract, open, termFields(contract, expiresOn));
  }
  if (contract.autoRenews && expiresOn < today && contract.isLive) return rolled(contract, expiresOn, today);
  if (closedTermEnds.has(expiresOn) || today < daysBefore(firstLook(contract, expiresOn), leadDays))
    return none;
  const isNoOnesLoss = expiresOn < today && (contract.isFollowed || isZero(contract.targetArr));
  if (isNoOnesLoss || (contract.isImplied && isZero(contract.targetArr))) return none;
  return { kind: "create", fields: termFields(contract, expiresOn) };
}

function firstLook({ termStartsOn }: TermContract, expiresOn: string): string {
  const term = {
    startsOn: Temporal.PlainDate.from(termStartsOn),
    endsOn: Temporal.PlainDate.from(expiresOn),
  };
  return (termMonths(term) >= 24 && anniversaries(term)[0]?.toString()) || expiresOn;
}

function termFields(contract: TermContract, expiresOn: string): TermFields {
  const notice = noticeDeadline(Temporal.PlainDate.from(expiresOn), {
    days: contract.noticePeriodDays,
    months: contract.noticePeriodMonths,
  });
  return {
    termStartsOn: contract.termStartsOn,
    termEndsOn: expiresOn,
    dueOn: expiresOn,
    noticeDeadlineOn: notice?.toString() ?? null,
    currency: contract.currency,
    targetArr: contract.targetArr,
    ownerId: contract.ownerId,
  };
}

function amendment(contract: TermContract, open: OpenRenewal, wanted: TermFields): TermStep {
  const { targetArr, currency, ownerId, noticeDeadlineOn, ...dates } = wanted;
  const hasNotice = contract.noticePeriodDays !== null || contract.noticePeriodMonths !== null;
  const fields: Partial<TermFields> = {
    ...dates,
    ...(hasNotice ? { noticeDeadlineOn } : {}),
    ...(open.isTargetStated ? {} : { targetArr, currency }),
    ...(open.isOwnerPinned || ownerId === null ? {} : { ownerId }),
  };
  const differing = Object.entries(fields).filter(
    ([field, value]) => !isSame(open[field as keyof TermFields], value),
  );
  if (differing.length === 0) return none;
  return { kind: "amend", renewalId: open.id, fields: Object.fromEntries(differing) };
}

function rolled(contract: TermContract, expiresOn: string, today: string): TermStep {
  const begin = Temporal.PlainDate.from(expiresOn).add({ days: 1 });
  const term = rollingTerm(begin, contract.renewalTermMonths ?? 12, Temporal.PlainDate.from(today));
  return { kind: "roll", termStartsOn: term.startsOn.toString(), termEndsOn: term.endsOn.toString() };
}

/** A date that moves by less is a correction of the same term. */
const halfATermAfter = (dueOn: string): string =>
  Temporal.PlainDate.from(dueOn).add({ months: 6 }).toString();

/** Equal as text, or as amounts with another number of zeros behind the point. */
function isSame(left: string | null, right: string | null): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  const amount = /^-?\d+(\.\d+)?$/;
  return amount.test(left) && amount.test(right) && bare(left) === bare(right);
}

const bare = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
const isZero = (amount: string): boolean => /^-?0*(\.0*)?$/.test(amount);
const daysBefore = (date: string, days: number): string =>
  Temporal.PlainDate.from(date).subtract({ days }).toString();

import { rollingTerm } from "./term.ts";

/** A contract as far as the rule for lines without one needs it. Dates are ISO text. */
export type KnownContract = {
  readonly id: string;
  readonly isImplied: boolean;
  readonly impliedKey: string | null;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly expiresOn: string | null;
  readonly isArchived: boolean;
};

/** A line that carries ARR. */
export type KnownLine = {
  readonly id: string;
  readonly contractId: string | null;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly isImplied: boolean;
  /** `sheet` for the line of an account's ARR, `mrr:…` for months of a revenue sheet. */
  readonly impliedKey: string | null;
};

/** An implied contract as it should be. `id` is null where it must be made. */
export type ImpliedContract = {
  readonly id: string | null;
  readonly impliedKey: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
  /** The current term, where it has to be set (open-ended lines); null leaves it. */
  readonly term: { readonly startsOn: string; readonly endsOn: string } | null;
  readonly autoRenews: boolean;
  readonly lineIds: readonly string[];
};

export type ImpliedPlan = {
  readonly contracts: readonly ImpliedContract[];
  /** Lines that move to a real contract. */
  readonly adopted: readonly { readonly lineId: string; readonly contractId: string }[];
  readonly archivedContractIds: readonly string[];
  readonly archivedLineIds: readonly string[];
  readonly endedLines: readonly { readonly lineId: string; readonly endsOn: string }[];
};

const sheetKey = "sheet";
const openEndedKey = "open-ended";
const endOf = (date: string | null): string => date ?? "9999-12-31";

/**
 * What contracts an account's lines without a contract imply (docs/decisions/0020): one for the open-ended lines,
 * one for each day on which lines end, and none where a real contract can take them. Planning again changes nothing.
 */
export function planImplied(
  contracts: readonly KnownContract[],
  lines: readonly KnownLine[],
  today: string,
): ImpliedPlan {
  const sheet = yieldSheet(contracts, lines);
  const kept = lines.filter((line) => !sheet.archivedLineIds.includes(line.id));
  const loose = kept.filter((line) => isLoose(line, contracts) && endOf(line.endsOn) >= today);
  const adopted = adoptLines(contracts, kept, loose, today);
  const isAdopted = new Set(adopted.map((one) => one.lineId));
  const groups = Map.groupBy(
    loose.filter(
      (line) => !isAdopted.has(line.id) && !isSheetLine(line, contracts) && !isSettled(line, contracts),
    ),
    (line) => (line.endsOn === null ? openEndedKey : `ends:${line.endsOn}`),
  );
  const implied = [...groups].map(([key, ofKey]) => impliedContract(key, ofKey, contracts, kept, today));
  const used = new Set(implied.flatMap((contract) => contract.lineIds));
  const left = new Set(
    kept.filter((line) => !used.has(line.id) && !isAdopted.has(line.id)).map((line) => line.contractId),
  );
  const emptied = contracts.filter(
    (contract) =>
      contract.isImplied &&
      !contract.isArchived &&
      !left.has(contract.id) &&
      !implied.some((one) => one.id === contract.id),
  );
  return {
    contracts: implied,
    adopted,
    archivedContractIds: [...new Set([...sheet.archivedContractIds, ...emptied.map((one) => one.id)])],
    archivedLineIds: sheet.archivedLineIds,
    endedLines: sheet.endedLines,
  };
}

/** A sheet's line ends before the first real line begins, and is gone where a real line was there from its start. */
function yieldSheet(
  contracts: readonly KnownContract[],
  lines: readonly KnownLine[],
): Pick<ImpliedPlan, "archivedContractIds" | "archivedLineIds" | "endedLines"> {
  const none = { archivedContractIds: [], archivedLineIds: [], endedLines: [] };
  const starts = lines.filter((line) => !line.isImplied).map((line) => line.startsOn);
  const firstReal = starts.sort()[0];
  const sheetLines = lines.filter((line) => isSheetLine(line, contracts));
  const contract = contracts.find((one) => one.impliedKey === sheetKey && !one.isArchived);
  if (firstReal === undefined) return none;
  const yielding = sheetLines.filter((line) => endOf(line.endsOn) >= firstReal);
  if (yielding.length === 0) return none;
  return {
    archivedContractIds: contract ? [contract.id] : [],
    archivedLineIds: yielding.filter((line) => line.startsOn >= firstReal).map((line) => line.id),
    endedLines: yielding
      .filter((line) => line.startsOn < firstReal)
      .map((line) => ({ lineId: line.id, endsOn: dayBefore(firstReal) })),
  };
}

/** Whether no real contract holds the line. */
function isLoose(line: KnownLine, contracts: readonly KnownContract[]): boolean {
  return line.contractId === null || (contractOf(line, contracts)?.isImplied ?? false);
}

/** Whether the line ends with the term of the implied contract it is in, and so belongs there. */
function isSettled(line: KnownLine, contracts: readonly KnownContract[]): boolean {
  const contract = contractOf(line, contracts);
  return (
    contract?.isImplied === true &&
    !contract.isArchived &&
    line.endsOn !== null &&
    line.endsOn === contract.expiresOn
  );
}

/** Whether the line stands for an account's ARR in a sheet: as it came, amended, or renewed. */
function isSheetLine(line: KnownLine, contracts: readonly KnownContract[]): boolean {
  if (!line.isImplied) return false;
  return line.impliedKey?.startsWith(sheetKey) || contractOf(line, contracts)?.impliedKey === sheetKey;
}

const contractOf = (line: KnownLine, contracts: readonly KnownContract[]): KnownContract | undefined =>
  contracts.find((one) => one.id === line.contractId);

/** Where an account has exactly one real contract that still runs, lines that overlap it are its own. */
function adoptLines(
  contracts: readonly KnownContract[],
  kept: readonly KnownLine[],
  loose: readonly KnownLine[],
  today: string,
): { lineId: string; contractId: string }[] {
  const running = contracts.filter(
    (one) => !one.isImplied && !one.isArchived && endOf(one.expiresOn) >= today,
  );
  const [only, ...others] = running;
  if (!only || others.length > 0) return [];
  const hasLines = kept.some((line) => line.contractId === only.id);
  return loose
    .filter((line) => line.startsOn <= endOf(only.expiresOn) && endOf(line.endsOn) >= only.startsOn)
    .filter((line) => !isSheetLine(line, contracts) || !hasLines)
    .map((line) => ({ lineId: line.id, contractId: only.id }));
}

function impliedContract(
  impliedKey: string,
  lines: readonly KnownLine[],
  contracts: readonly KnownContract[],
  kept: readonly KnownLine[],
  today: string,
): ImpliedContract {
  const existing = contracts.find((one) => one.impliedKey === impliedKey);
  const members = [
    ...lines,
    ...kept.filter((line) => existing !== undefined && line.contractId === existing.id),
  ];
  const startsOn = members.map((line) => line.startsOn).sort()[0] ?? today;
  const isOpenEnded = impliedKey === openEndedKey;
  const needsTerm =
    isOpenEnded &&
    (!existing || existing.isArchived || existing.expiresOn === null || existing.startsOn !== startsOn);
  const term = needsTerm ? rollingTerm(plainDate(startsOn), 12, plainDate(today)) : null;
  return {
    id: existing?.id ?? null,
    impliedKey: existing?.impliedKey ?? impliedKey,
    startsOn,
    endsOn: isOpenEnded
      ? null
      : existing && !existing.isArchived
        ? existing.endsOn
        : (lines[0]?.endsOn ?? null),
    term: term && { startsOn: term.startsOn.toString(), endsOn: term.endsOn.toString() },
    autoRenews: isOpenEnded,
    lineIds: lines.map((line) => line.id),
  };
}

const plainDate = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const dayBefore = (text: string): string => plainDate(text).subtract({ days: 1 }).toString();

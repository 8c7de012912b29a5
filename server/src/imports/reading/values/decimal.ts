import type { Parsed } from "./parsed.ts";

/** Which sign separates the decimals of a column's numbers; `mixed` when its values contradict each other. */
export type NumberFormat = "point" | "comma" | "mixed";

/** What one number says about its column: one format for certain, nothing, or `1.234`, which is either a thousand or one. */
export type NumberEvidence = "point" | "comma" | "neutral" | "unclear-point" | "unclear-comma";

const currencyCode =
  /^(?:(?:US|AU|CA|NZ|HK|SG)?\p{Sc}|R\$|kr\.?|zł|[A-Z]{3}\s?)|(?:\s?\p{Sc}|\s?[A-Z]{3}|\s?kr\.?|\s?zł)$/u;
const groupBlanks = /(?<=\d)[\s'’](?=\d{3}(?:\D|$))/gu;

type Bare = {
  sign: "" | "-";
  digits: string;
  exponent: string;
  isPercent: boolean;
  currency: string | undefined;
};

/** Takes away everything around the digits: sign, brackets for a negative, currency, percent sign, blanks between thousands. */
function bare(raw: string): Bare | undefined {
  let text = raw.trim().replaceAll("−", "-");
  let isNegative = false;
  const bracketed = /^\((.+)\)$/.exec(text)?.[1];
  if (bracketed) {
    isNegative = true;
    text = bracketed.trim();
  }
  const takeSign = () => {
    const sign = /^[-+]|-$/.exec(text)?.[0];
    if (sign === undefined) return;
    if (sign === "-") isNegative = !isNegative;
    text = (text.startsWith(sign) ? text.slice(1) : text.slice(0, -1)).trim();
  };
  takeSign();
  const isPercent = text.endsWith("%");
  if (isPercent) text = text.slice(0, -1).trim();
  const currency = currencyCode.exec(text)?.[0];
  if (currency !== undefined) {
    text = text.replace(currencyCode, "").trim();
    takeSign();
  }
  const exponent = /(?<=\d)[eE]([-+]?\d{1,2})$/.exec(text);
  if (exponent) text = text.slice(0, exponent.index);
  text = text.replaceAll(groupBlanks, "");
  if (!/^(\d[\d.,]*|[.,]\d+)$/.test(text)) return undefined;
  return {
    sign: isNegative ? "-" : "",
    digits: text,
    exponent: exponent?.[1] ?? "",
    isPercent,
    currency: currency?.trim(),
  };
}

const thousands = { ",": /^\d{1,3}(,\d{2,3})*,\d{3}$/, ".": /^\d{1,3}(\.\d{3})+$/ } as const;

/** What a number's own separators say. Undefined when it is no number. */
export function numberEvidence(raw: string): NumberEvidence | undefined {
  const digits = bare(raw)?.digits;
  if (digits === undefined) return undefined;
  const points = digits.split(".").length - 1;
  const commas = digits.split(",").length - 1;
  if (points === 0 && commas === 0) return "neutral";
  if (points > 0 && commas > 0) return digits.lastIndexOf(".") > digits.lastIndexOf(",") ? "point" : "comma";
  if (points > 1) return thousands["."].test(digits) ? "comma" : undefined;
  if (commas > 1) return thousands[","].test(digits) ? "point" : undefined;
  const isThousandsLike = /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits);
  if (points === 1) return isThousandsLike ? "unclear-point" : "point";
  return isThousandsLike ? "unclear-comma" : "comma";
}

/** A number read: an exact decimal string (never a float), and what stood around it. */
export type ReadNumber = { decimal: string; isPercent: boolean; currency?: string };

/**
 * Reads a number as people write them in sheets: `1,234.56`, `1.234,56`, `1 234,56`, `1'234.50`, `$1,200`, `1.200 €`,
 * `(350.00)`, `12.5%`, `1.2E+05`. The decimals' sign is the column's; in a `mixed` column only a number that is clear by
 * itself is read.
 */
export function readNumber(raw: string, format: NumberFormat): Parsed<ReadNumber> {
  const parts = bare(raw);
  const evidence = numberEvidence(raw);
  if (!parts || !evidence) return { reason: "is not a number" };
  if (format === "mixed" && evidence.startsWith("unclear")) {
    return { reason: "is unclear: the column has both 1,234.56 and 1.234,56, and this could be either" };
  }
  const isClear = evidence === "point" || evidence === "comma";
  if (isClear && format !== "mixed" && evidence !== format) {
    return {
      reason: `does not fit the other numbers of the column, which are written ${formatExample[format]}`,
    };
  }
  const used = isClear ? evidence : format === "mixed" ? "point" : format;
  const [group, decimal] = used === "point" ? ([",", "."] as const) : ([".", ","] as const);
  const [whole = "", fraction = "", ...more] = parts.digits.split(decimal);
  const isGrouped = whole.includes(group);
  if (more.length > 0 || fraction.includes(group) || (isGrouped && !thousands[group].test(whole))) {
    return { reason: "is not a number" };
  }
  const plain = shift(whole.replaceAll(group, "") || "0", fraction, Number(parts.exponent || 0));
  const value = plain === "0" ? "0" : parts.sign + plain;
  return {
    value: {
      decimal: value,
      isPercent: parts.isPercent,
      ...(parts.currency && { currency: parts.currency }),
    },
  };
}

export const formatExample = { point: "1,234.56", comma: "1.234,56" } as const;

/** Moves the decimal point by `exponent` places and drops zeros that say nothing, on the digits themselves. */
function shift(whole: string, fraction: string, exponent: number): string {
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const padded = point <= 0 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 1);
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  const right = padded.slice(at).replace(/0+$/, "");
  return right === "" ? left : `${left}.${right}`;
}

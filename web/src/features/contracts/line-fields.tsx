import { TextField } from "../../ui/text-field.tsx";

/** What of a line can be typed: decimal texts and dates; empty is left as it is. */
export type LineText = {
  quantity: string;
  unitPrice: string;
  discountPct: string;
  arr: string;
  plan: string;
  reason: string;
};
export const noLineText: LineText = {
  quantity: "",
  unitPrice: "",
  discountPct: "",
  arr: "",
  plan: "",
  reason: "",
};

/** Only what was filled in. */
export function filledIn<T extends Record<string, string>>(text: T): Partial<T> {
  return Object.fromEntries(Object.entries(text).filter(([, value]) => value.trim() !== "")) as Partial<T>;
}

/** Quantity and price, or the ARR as such: a line is priced in the one way or in the other. */
export function PriceFields({
  text,
  onChange,
  isStated,
}: {
  text: LineText;
  onChange: (patch: Partial<LineText>) => void;
  isStated: boolean;
}) {
  const field = (path: keyof LineText, label: string, hint?: string) => (
    <TextField
      path={path}
      label={label}
      inputMode="decimal"
      value={text[path]}
      onChange={(value) => onChange({ [path]: value })}
      {...(hint ? { hint } : {})}
    />
  );
  if (isStated) return field("arr", "ARR", "A year's revenue of the line");
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      {field("quantity", "Quantity")}
      {field("unitPrice", "Unit price", "Per unit and billing interval")}
      {field("discountPct", "Discount, %")}
    </div>
  );
}

import type { Renewal } from "@perennial/contract";
import { Checkbox } from "../../ui/choice.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Field, useFieldError } from "../../ui/field.tsx";
import { formatDate, formatMoneyExact } from "../../ui/format.ts";
import { subtractDecimals } from "../../ui/grid/decimal.ts";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { Delta } from "../../ui/values.tsx";
import {
  arrAt,
  isSameAmount,
  type NextTerm,
  type OrderText,
  type Price,
  renewable,
} from "./next-term-order.ts";

type Props = {
  renewal: Renewal;
  term: NextTerm;
  order: OrderText;
  onChange: (patch: Partial<OrderText>) => void;
};

/** At what price the next term begins, with which lines, and until when; and what that comes to. */
export function NextTermFields({ renewal, term, order, onChange }: Props) {
  const money = (amount: string) => formatMoneyExact(amount, term.currency, true);
  const lines = renewable(term);
  const leavesError = useFieldError("leaves");
  const target = renewal.targetArr ?? "0";
  const arr = order.price === "agreed" ? order.arr : arrAt(term, order.price, order.leaves);
  const same = arrAt(term, "same", order.leaves);
  const priced = (price: Exclude<Price, "agreed">, words: string) => {
    const at = arrAt(term, price, order.leaves);
    return price === "same" || !isSameAmount(at, same)
      ? [{ value: price, label: `${words}: ${money(at)}` }]
      : [];
  };
  const options = [
    ...priced("same", "Same price"),
    ...priced("uplift", "With the uplift agreed"),
    ...priced("list", "List price, without discounts"),
    { value: "agreed" as const, label: "Another ARR" },
  ];
  const toggle = (id: string, stays: boolean) =>
    onChange({ leaves: stays ? order.leaves.filter((one) => one !== id) : [...order.leaves, id] });
  return (
    <>
      {lines.length > 0 && (
        <Field label="Price of the next term">
          {(control) => (
            <Select
              {...control}
              options={options}
              value={order.price}
              onValueChange={(price: Price) => onChange({ price })}
            />
          )}
        </Field>
      )}
      {order.price === "agreed" && (
        <TextField
          path="arr"
          label="ARR of the next term"
          inputMode="decimal"
          value={order.arr}
          onChange={(value) => onChange({ arr: value })}
          {...(lines.length > 1
            ? { hint: "The lines that go on share it in proportion to what they are now" }
            : {})}
        />
      )}
      {lines.length > 1 && (
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1 text-s font-medium text-ink-2">Lines that go on</legend>
          {lines.map((line) => (
            <Checkbox
              key={line.id}
              checked={!order.leaves.includes(line.id)}
              onCheckedChange={(stays) => toggle(line.id, stays)}
              label={`${line.name}, ${money(line.sameArr)} now`}
            />
          ))}
          {leavesError && <p className="text-s text-bad">{leavesError}</p>}
        </fieldset>
      )}
      {term.endsOn && (
        <DateField
          path="termEndsOn"
          label="Last day of the next term"
          value={order.termEndsOn}
          onChange={(termEndsOn) => onChange({ termEndsOn })}
        />
      )}
      <p className="text-s text-ink-2" aria-live="polite">
        {term.startsOn && `From ${formatDate(term.startsOn)}: `}
        {isPlain(arr) ? money(arr) : "–"}, {money(target)} are due
        {isPlain(arr) && (
          <>
            {" · "}
            <Delta value={subtractDecimals(arr, target)} currency={term.currency} exact />
          </>
        )}
      </p>
    </>
  );
}

const isPlain = (text: string): boolean => /^\d+(\.\d+)?$/.test(text.trim());

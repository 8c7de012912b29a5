import { subscriptionKinds } from "@perennial/contract";
import { Checkbox } from "../../ui/choice.tsx";
import { Field, useFieldError } from "../../ui/field.tsx";
import { formatMoneyExact } from "../../ui/format.ts";
import { subtractDecimals } from "../../ui/grid/decimal.ts";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { Delta } from "../../ui/values.tsx";
import { intervals, type LineTerms, priceOf } from "./line-terms.ts";

type Props = {
  terms: LineTerms;
  onChange: (patch: Partial<LineTerms>) => void;
  currency: string;
  /** The uplift of the contract, which the line's own would win over. */
  contractUplift?: string | number | null | undefined;
  /** What the line carries now, where its terms are changed. */
  formerArr?: string | undefined;
};

/** What a line is sold for, of every kind, and the ARR that it comes to. */
export function LineFields({ terms, onChange, currency, contractUplift, formerArr }: Props) {
  const isOnce = terms.kind === "one-off";
  const text = (path: "plan" | "arr" | "upliftPct", label: string, more: Partial<FieldProps> = {}) => (
    <TextField
      path={path}
      label={label}
      value={terms[path]}
      onChange={(value) => onChange({ [path]: value })}
      {...more}
    />
  );
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Kind">
          {(control) => (
            <Select
              {...control}
              options={subscriptionKinds}
              value={terms.kind}
              onValueChange={(kind) =>
                onChange({ kind, ...(kind === "one-off" ? { isStated: false, trial: false } : {}) })
              }
            />
          )}
        </Field>
        {text("plan", "Plan", { optional: true })}
      </div>
      {terms.isStated
        ? text("arr", "ARR", { inputMode: "decimal", hint: "A year's revenue of the line" })
        : priceFields(terms, onChange)}
      {!isOnce && (
        <>
          <div className="flex flex-wrap gap-x-6 gap-y-2">
            <Checkbox
              checked={terms.isStated}
              onCheckedChange={(isStated) => onChange({ isStated })}
              label="I know its ARR, not quantity and price"
            />
            <Checkbox
              checked={terms.trial}
              onCheckedChange={(trial) => onChange({ trial })}
              label="A trial, which carries no ARR"
            />
          </div>
          {text("upliftPct", "Uplift at renewal, %", {
            optional: true,
            inputMode: "decimal",
            hint: upliftHint(contractUplift),
          })}
        </>
      )}
      <ComesTo terms={terms} currency={currency} formerArr={formerArr} />
    </>
  );
}

type FieldProps = { optional: boolean; inputMode: "decimal"; hint: string };

const upliftHint = (contractUplift: Props["contractUplift"]): string =>
  contractUplift === null || contractUplift === undefined
    ? "Empty: none, as the contract says none"
    : `Empty: the contract's, ${Number(contractUplift)} %`;

function priceFields(terms: LineTerms, onChange: Props["onChange"]) {
  const field = (path: "quantity" | "unitPrice" | "discountPct", label: string, hint?: string) => (
    <TextField
      path={path}
      label={label}
      inputMode="decimal"
      value={terms[path]}
      onChange={(value) => onChange({ [path]: value })}
      {...(hint ? { hint } : {})}
    />
  );
  const isOnce = terms.kind === "one-off";
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-3">
        {field("quantity", "Quantity")}
        {field("unitPrice", "Unit price", isOnce ? "Per unit, once" : "Per unit and bill")}
        {field("discountPct", "Discount, %")}
      </div>
      {!isOnce && <IntervalFields terms={terms} onChange={onChange} />}
    </>
  );
}

function IntervalFields({ terms, onChange }: Pick<Props, "terms" | "onChange">) {
  const error = useFieldError("billingIntervalMonths");
  const isOther = terms.interval === "other";
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Billed" {...(isOther ? {} : { error })}>
        {(control) => (
          <Select
            {...control}
            options={intervals}
            value={terms.interval as (typeof intervals)[number]["value"]}
            onValueChange={(interval) => onChange({ interval })}
          />
        )}
      </Field>
      {isOther && (
        <TextField
          path="billingIntervalMonths"
          label="Months between two bills"
          inputMode="numeric"
          value={terms.months}
          onChange={(months) => onChange({ months })}
        />
      )}
    </div>
  );
}

/** The ARR that the line will carry, worked out as the server does. */
function ComesTo({ terms, currency, formerArr }: Pick<Props, "terms" | "currency" | "formerArr">) {
  const price = priceOf(terms, currency);
  const money = (amount: string) => formatMoneyExact(amount, currency, true);
  const words = () => {
    if (price === null) return "–";
    if (terms.kind === "one-off") return `none, ${money(price.amount)} are paid once`;
    if (terms.trial) return `none while it is a trial, ${money(price.amount)} when it is paid for`;
    return money(price.arr);
  };
  return (
    <p className="rounded-control bg-sunken px-3 py-2 text-s text-ink-2" aria-live="polite">
      ARR: <span className="font-medium text-ink">{words()}</span>
      {price !== null && formerArr !== undefined && (
        <>
          {` · ${money(formerArr)} before, `}
          <Delta value={subtractDecimals(price.arr, formerArr)} currency={currency} exact />
        </>
      )}
    </p>
  );
}

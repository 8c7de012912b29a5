import { listFields } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { Select } from "../../ui/select.tsx";
import { type ChangeState, type RetentionState, spanChoices } from "./retention-state.ts";

type Props = { state: RetentionState; change: ChangeState };

export function SpanChoice({ state, change }: Props) {
  return (
    <Select
      aria-label="Span"
      data-filter
      options={spanChoices}
      value={state.span}
      onValueChange={(span) => change({ span, open: undefined, kind: undefined })}
    />
  );
}

export function RatesChoice({ state, change }: Props) {
  return (
    <Select
      aria-label="Exchange rates"
      options={[
        { value: "constant", label: "Constant rates" },
        { value: "date", label: "Each date's rates" },
      ]}
      value={state.rates}
      onValueChange={(rates) => change({ rates })}
    />
  );
}

/** The policies that decide a retention figure; each is stated in the definition beside it. */
export function PolicyChoices({ state, change }: Props) {
  return (
    <>
      <Select
        aria-label="Accounts that came back"
        options={[
          { value: "included", label: "Came back: counts" },
          { value: "excluded", label: "Came back: lost all the same" },
        ]}
        value={state.reactivations}
        onValueChange={(reactivations) => change({ reactivations })}
      />
      <Select
        aria-label="Gross retention capped by"
        options={[
          { value: "account", label: "GRR capped per account" },
          { value: "line", label: "GRR capped per line" },
        ]}
        value={state.cap}
        onValueChange={(cap) => change({ cap })}
      />
      <RatesChoice state={state} change={change} />
    </>
  );
}

const groupable = new Set(["select", "text", "teammate", "boolean"]);

/** By which field of accounts figures are told apart. */
export function GroupChoice({ state, change }: Props) {
  const fields = useCall(listFields, { params: { object: "account" } });
  const options = (fields.data?.items ?? [])
    .filter((field) => groupable.has(field.type) && field.slug !== "name")
    .map((field) => ({ value: field.slug, label: `By ${field.label.toLowerCase()}` }));
  return (
    <Select
      aria-label="Group by"
      className="w-44"
      options={options}
      placeholder="Not grouped"
      value={state.groupBy ?? ""}
      onValueChange={(groupBy) => change({ groupBy: groupBy === "" ? undefined : groupBy })}
    />
  );
}

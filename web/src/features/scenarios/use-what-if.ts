import { getWhatIf, nameRenewals, type Override } from "@perennial/contract";
import {
  forecastRenewals,
  type LikelihoodBasis,
  type Supposition,
  suppositionsOf,
} from "@perennial/contract/forecasting";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { queryOf, useCall } from "../../api/query.ts";

type Asked = {
  span: { from: string; to: string };
  basis: LikelihoodBasis;
  overrides: readonly Override[];
};

const nothing: readonly string[] = [];

/** The renewals of a span as forecasts read them, and what the overrides suppose of them: rules are named by the server. */
export function useWhatIf({ span, basis, overrides }: Asked) {
  const base = useCall(
    getWhatIf,
    { query: { dueFrom: span.from, dueTo: span.to } },
    { live: ["renewal"], keepPrevious: true },
  );
  const rules = useMemo(
    () => [
      ...new Map(
        overrides.flatMap(({ about }) =>
          about.kind === "rule" ? [[JSON.stringify(about.rule), about.rule] as const] : [],
        ),
      ),
    ],
    [overrides],
  );
  const answers = useQueries({
    queries: rules.map(([, rule]) => queryOf(nameRenewals, { body: { rule } }, { live: ["renewal"] })),
  });
  const error = base.error ?? answers.find((answer) => answer.error)?.error ?? null;
  // The answers are other objects at every render; what they say is not.
  const answered = answers.map((answer) => answer.dataUpdatedAt).join(" ");
  const named = useMemo(
    () => new Map(answers.map((answer, at) => [rules[at]?.[0] ?? "", answer.data?.ids ?? nothing])),
    [rules, answered],
  );
  const rows = base.data?.rows;
  const renewals = useMemo(() => (rows ? forecastRenewals(rows, basis) : undefined), [rows, basis]);
  const suppositions = useMemo((): Supposition[] => {
    const ids = overrides.map(({ about }) =>
      about.kind === "rule" ? (named.get(JSON.stringify(about.rule)) ?? nothing) : [],
    );
    return suppositionsOf(overrides, ids, rows ?? []);
  }, [overrides, named, rows]);
  return {
    rows,
    renewals,
    suppositions,
    currency: base.data?.currency,
    error,
    refetch: base.refetch,
  };
}

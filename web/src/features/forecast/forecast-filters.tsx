import { getForecast, listFields, listScenarios } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { today } from "../../ui/clock.ts";
import { Select } from "../../ui/select.tsx";
import { ChangesSpan } from "./changes-span.tsx";
import { forecastLive, type Shown } from "./forecast-shown.ts";
import { periodChoices } from "./forecast-state.ts";

/** The period, the measure, and how the table adds up. */
export function ForecastFilters({ state, change, startMonth }: Shown & { startMonth: number }) {
  const fields = useCall(listFields, { params: { object: "account" } });
  const choices = (fields.data?.items ?? []).filter(
    ({ type, slug }) => type === "select" && !slug.includes(":"),
  );
  const { period, rollUp, groupBy } = state;
  const table = useCall(getForecast, { query: { period, rollUp, groupBy } }, forecastLive);
  const rows = (table.data?.rows ?? []).filter(({ level }) => level !== "company");
  const scenarios = useCall(listScenarios, {}, { live: ["scenario"] });
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Select
        aria-label="Period"
        data-filter
        options={periodChoices(today(), startMonth, state.period)}
        value={state.period}
        onValueChange={(period) => change({ period, open: undefined, step: undefined })}
      />
      {!state.asOf && (
        <Select
          aria-label="Scenario"
          options={[
            { value: "none", label: "As it is" },
            ...(scenarios.data?.items ?? []).map(({ id, name }) => ({ value: id, label: `If: ${name}` })),
          ]}
          value={state.scenario ?? "none"}
          onValueChange={(id) => change({ scenario: id === "none" ? undefined : id, open: undefined })}
        />
      )}
      <ChangesSpan state={state} change={change} />
      <Select
        aria-label="Measure"
        options={[
          { value: "forecast", label: "By what people forecast" },
          { value: "expected", label: "By expected value" },
        ]}
        value={state.measure}
        onValueChange={(measure) => change({ measure })}
      />
      <Select
        aria-label="Changes and trend of"
        options={[
          { value: "company", label: "Changes and trend of the company" },
          ...rows.map(({ key, label }) => ({ value: key, label: `Changes and trend of ${label}` })),
        ]}
        value={rows.some(({ key }) => key === state.of) ? (state.of ?? "company") : "company"}
        onValueChange={(of) => change({ of: of === "company" ? undefined : of, step: undefined })}
      />
      <span className="grow" />
      <Select
        aria-label="Ratings"
        options={[
          { value: "single", label: "Each rating alone" },
          { value: "cumulative", label: "Ratings cumulative" },
        ]}
        value={state.rollUp}
        onValueChange={(rollUp) => change({ rollUp })}
      />
      <Select
        aria-label="Group"
        options={[
          { value: "hierarchy", label: "By team" },
          { value: "segment", label: "By segment" },
          { value: "product", label: "By product" },
          { value: "month", label: "By month" },
          { value: "rating", label: "By rating" },
          { value: "bookingType", label: "By booking type" },
          ...["region", "industry", "plan"].map((slug) => ({ value: slug, label: `By account ${slug}` })),
          ...choices.map(({ slug, label }) => ({ value: slug, label: `By ${label.toLowerCase()}` })),
        ].filter((one, at, all) => all.findIndex(({ value }) => value === one.value) === at)}
        value={state.groupBy}
        onValueChange={(groupBy) => change({ groupBy, open: undefined, of: undefined, step: undefined })}
      />
    </div>
  );
}

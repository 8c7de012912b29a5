import type { RiskReport } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { Link, useNavigate } from "@tanstack/react-router";
import { drillHref } from "../../../api/drill-href.ts";
import { Chart } from "../../../ui/chart/chart.tsx";
import type { ChartColour } from "../../../ui/chart/model.ts";
import { today } from "../../../ui/clock.ts";
import { formatDate } from "../../../ui/format.ts";
import type { AskChoice } from "./open-asks.tsx";

type Group = { label: string; count: number; arr: string; rule: RuleJson };
type ChartsProps = { report: RiskReport; currency: string; onAsks: (choice: AskChoice) => void };

/** Where the ARR at risk lies, how it came, what found it, what it asks of others. Every bar opens its rows. */
export function RiskCharts({ report, currency, onAsks }: ChartsProps) {
  const navigate = useNavigate();
  const open = (object: "risk" | "renewal", rule: RuleJson) =>
    void navigate({ href: drillHref(object, rule) ?? "" });
  const atRisk = (title: string, groups: readonly Group[], note = "") => (
    <Chart
      title={title}
      subtitle={`ARR at risk, ${currency}${note}`}
      kind="bar"
      unit={{ currency }}
      categories={groups.map((group) => `${group.label} (${group.count})`)}
      series={[{ name: "ARR at risk", colour: 3, values: groups.map((group) => group.arr) }]}
      onDrill={({ categoryAt }) => {
        const group = groups[categoryAt];
        if (group) open("risk", group.rule);
      }}
      empty="Nothing is at risk."
    />
  );
  const due = report.arrDueByQuarter;
  return (
    <div className="grid gap-3.5 lg:grid-cols-2">
      {atRisk("What puts ARR at risk?", report.byRootCause)}
      <CauseTrend report={report} onOpen={(rule) => open("risk", rule)} />
      {atRisk("How high is it taken?", report.byTier)}
      {atRisk("Where is it?", report.byRegion)}
      {atRisk("Which segments are hit?", report.bySegment, "; an account may be in several")}
      {atRisk("How old is it?", report.byAge)}
      <Chart
        title="How much of what renews is at risk?"
        subtitle="Target ARR due per quarter, and what of it belongs to accounts at risk"
        kind="bar"
        unit={{ currency }}
        categories={due.map((each) => each.quarter ?? "Past its day")}
        series={[
          { name: "Due", colour: 1, values: due.map((each) => each.dueArr) },
          { name: "At risk", colour: 3, values: due.map((each) => each.atRiskArr) },
        ]}
        onDrill={({ categoryAt, seriesAt }) => {
          const quarter = due[categoryAt];
          if (quarter) open("renewal", seriesAt === 1 ? quarter.atRiskRule : quarter.dueRule);
        }}
        empty="Nothing renews within a year."
      />
      <HoursAsked report={report} onAsks={onAsks} />
      <FoundBy report={report} onOpen={(rule) => open("risk", rule)} />
      <Chart
        title="How early is it found?"
        subtitle="Days from the finding to the account’s next renewal, median"
        kind="bar"
        unit={{ noun: "days" }}
        categories={report.foundBy.map((group) => group.label)}
        series={[
          { name: "Days ahead", colour: 1, values: report.foundBy.map((group) => group.medianDaysAhead) },
        ]}
        onDrill={({ categoryAt }) => {
          const group = report.foundBy[categoryAt];
          if (group) open("risk", group.rule);
        }}
        empty="No account with a risk has a renewal ahead."
        actions={
          <Link to="/health" search={{ tab: "past" }} className="text-s text-accent hover:underline">
            Green accounts that churned
          </Link>
        }
      />
    </div>
  );
}

/** The last twelve months, this one included, as `2027-03`. */
function lastMonths(): string[] {
  const first = today().toPlainYearMonth().subtract({ months: 11 });
  return Array.from({ length: 12 }, (_, at) => first.add({ months: at }).toString());
}

type Part = { report: RiskReport; onOpen: (rule: RuleJson) => void };

/** `2027-03` as “Mar 2027”. */
const monthLabel = (month: string) => formatDate(`${month}-01`).replace(/^\d+ /, "");

const colours: readonly ChartColour[] = [3, 1, 2, 5, 6, 4];

/** Risks raised in each of twelve months, by category of their root cause. */
function CauseTrend({ report: { causeTrend }, onOpen }: Part) {
  const months = lastMonths();
  // A category of a company's own beyond the sixth goes with the others: six colours can be told apart.
  const names = [...new Set(causeTrend.map((each) => each.category))];
  const categories = names.length > 6 ? [...names.slice(0, 5), "Other"] : names;
  const inCategory = (category: string, each: { category: string }) =>
    each.category === category || (category === "Other" && !categories.includes(each.category));
  const of = (month: string, category: string) =>
    causeTrend.filter((each) => each.month === month && inCategory(category, each));
  return (
    <Chart
      title="Which causes come up?"
      subtitle="Risks raised per month, by category of root cause"
      kind="stacked-bar"
      unit={{ noun: "risks" }}
      categories={months.map(monthLabel)}
      series={categories.map((category, at) => ({
        name: category,
        ...(colours[at] ? { colour: colours[at] } : {}),
        values: months.map((month) => of(month, category).reduce((sum, { count }) => sum + count, 0) || null),
      }))}
      onDrill={({ categoryAt, seriesAt }) => {
        const month = months[categoryAt];
        const category = categories[seriesAt];
        if (month === undefined || category === undefined) return;
        const rules = of(month, category).map(({ rule }) => rule);
        if (rules.length > 0) onOpen({ any: rules });
      }}
      empty="No risk was raised within twelve months."
    />
  );
}

/** Hours that other departments are asked for, by the month they are due in; a bar narrows the asks below to its own. */
function HoursAsked({ report: { hoursAsked }, onAsks }: Pick<ChartsProps, "report" | "onAsks">) {
  const months = [...new Set(hoursAsked.map((each) => each.month))];
  const hoursOf = (department: string) =>
    hoursAsked.reduce((sum, each) => sum + (each.department === department ? each.hours : 0), 0);
  const all = [...new Set(hoursAsked.map((each) => each.department))].sort((a, b) => hoursOf(b) - hoursOf(a));
  // Six colours can be told apart: beyond five, the departments asked for the least go together.
  const named = all.length > 6 ? all.slice(0, 5) : all;
  const rest = all.slice(named.length);
  const series = [
    ...named.map((name) => ({ name, departments: [name] })),
    ...(rest.length > 0 ? [{ name: "Other departments", departments: rest }] : []),
  ];
  return (
    <Chart
      title="What is asked of other departments?"
      subtitle="Hours of open asks, by the month they are due in"
      kind="stacked-bar"
      unit={{ noun: "hours" }}
      categories={months.map((month) => (month === null ? "No date" : monthLabel(month)))}
      series={series.map(({ name, departments }) => ({
        name,
        values: months.map((month) => {
          const fitting = hoursAsked.filter(
            (each) => each.month === month && departments.includes(each.department),
          );
          return fitting.reduce((sum, { hours }) => sum + hours, 0) || null;
        }),
      }))}
      onDrill={({ categoryAt, seriesAt }) => {
        const month = months[categoryAt];
        const chosen = series[seriesAt];
        if (month === undefined || !chosen) return;
        const due = month === null ? "no date" : monthLabel(month);
        onAsks({ month, departments: chosen.departments, label: `${chosen.name}, ${due}` });
      }}
      empty="Nobody is asked for hours."
    />
  );
}

/** What found risks first, by how many. */
function FoundBy({ report: { foundBy }, onOpen }: Part) {
  return (
    <Chart
      title="What found risks first?"
      subtitle="Risks ever recorded, by the indicator that found them"
      kind="bar"
      unit={{ noun: "risks" }}
      categories={foundBy.map((group) => group.label)}
      series={[{ name: "Risks", colour: 1, values: foundBy.map((group) => group.count) }]}
      onDrill={({ categoryAt }) => {
        const group = foundBy[categoryAt];
        if (group) onOpen(group.rule);
      }}
      empty="No risk was recorded yet."
    />
  );
}

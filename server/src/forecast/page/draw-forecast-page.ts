import { forecastSteps } from "@perennial/contract";
import {
  formatCount,
  formatDate,
  formatInstant,
  formatMoneyShort,
  formatPercent,
  periodLabel,
  withSign,
} from "@perennial/contract/format";
import { formatAmount, parseAmount } from "../../kernel/money.ts";
import { barsChart, waterfallChart } from "./charts.ts";
import type { ForecastPage } from "./read-forecast-page.ts";
import { colours, Sheet } from "./sheet.ts";
import { type Column, rowsIn, table } from "./table.ts";

const margin = 36;
const gap = 16;
/** Definitions and where the page comes from, at its end. */
const footHeight = 96;

/** Draws the page: A4 or Letter, everything on one, text as text and charts as vectors. */
export function drawForecastPage(page: ForecastPage, paper: "a4" | "letter"): Promise<Buffer> {
  const title = `Forecast, ${periodLabel(page.period.name)}`;
  const sheet = new Sheet(paper, {
    title: `${page.company}: ${title}`,
    author: page.company,
    at: page.preparedAt,
  });
  const width = sheet.width - 2 * margin;
  const half = (width - gap) / 2;
  const right = margin + half + gap;
  head(sheet, page, title, width);
  numbers(sheet, page, width, 92);
  const charts = 160;
  ratingBars(sheet, page, { x: margin, y: charts, width: half });
  steps(sheet, page, { x: right, y: charts, width: half });
  const tables = 358;
  levelTable(sheet, page, { x: margin, y: tables, width: half });
  movementTable(sheet, page, { x: right, y: tables, width: half });
  const risks = 516;
  const room = sheet.height - footHeight - risks;
  riskTable(sheet, page, { x: margin, y: risks, width }, rowsIn(room));
  foot(sheet, page, width);
  return sheet.end();
}

function head(sheet: Sheet, page: ForecastPage, title: string, width: number): void {
  const { from, to } = page.period;
  sheet.text(page.company, { x: margin, y: 34, width: width * 0.6 }, { size: 16, weight: "bold" });
  sheet.text(
    `${title} · ${formatDate(from)} – ${formatDate(to)}`,
    { x: margin, y: 57, width: width * 0.6 },
    { size: 10, colour: colours.soft },
  );
  const side = { x: margin + width * 0.6, width: width * 0.4 };
  sheet.text(
    `As of ${formatInstant(page.at, page.timeZone)}`,
    { ...side, y: 38 },
    { size: 10, weight: "bold", align: "right" },
  );
  sheet.text(
    `${page.timeZone} · amounts of ARR in ${page.currency}`,
    { ...side, y: 57 },
    { size: 8, colour: colours.soft, align: "right" },
  );
  sheet.line(margin, 78, margin + width, 78, colours.ink, 1);
}

function numbers(sheet: Sheet, page: ForecastPage, width: number, y: number): void {
  const { whole, range, currency } = page;
  const money = (amount: string | null) => (amount === null ? "–" : formatMoneyShort(amount, currency));
  const signed = (amount: string) => withSign(formatMoneyShort(amount, currency), amount);
  const share = (one: number | null) => (one === null ? "–" : formatPercent(one));
  const adjusted = (parseAmount(whole.adjustedArr) ?? 0n) - (parseAmount(whole.forecastArr) ?? 0n);
  const tiles: [string, string, string][] = [
    ["Due", money(whole.dueArr), formatCount(whole.count, "renewal")],
    [
      "Forecast",
      money(whole.adjustedArr),
      adjusted === 0n ? "what people forecast" : `${signed(formatAmount(adjusted))} adjusted`,
    ],
    ["Target", money(whole.targetArr), whole.gapArr === null ? "none set" : `${signed(whole.gapArr)} to it`],
    ["GRR", share(whole.grr), "gross"],
    ["NRR", share(whole.nrr), "net"],
    [
      "Range P10–P90",
      range ? `${money(range.p10)} – ${money(range.p90)}` : "–",
      range ? `median ${money(range.p50)}` : "not kept for a past day",
    ],
  ];
  const shares = [0.14, 0.16, 0.14, 0.15, 0.15, 0.26];
  let x = margin;
  for (const [at, [label, value, note]] of tiles.entries()) {
    const box = { x, width: width * (shares[at] ?? 0) - 8 };
    sheet.text(label, { ...box, y }, { size: 8, colour: colours.soft });
    sheet.text(value, { ...box, y: y + 12 }, { size: 15, weight: "bold" });
    sheet.text(note, { ...box, y: y + 34 }, { size: 7.5, colour: colours.soft });
    x += width * (shares[at] ?? 0);
  }
}

type Place = { x: number; y: number; width: number };

function ratingBars(sheet: Sheet, page: ForecastPage, place: Place): void {
  const { whole, ratings, range, currency } = page;
  const shades = [colours.now, colours.likely, colours.risk, colours.loss];
  const cumulative = ratings.map(({ slug, label }, at) => ({
    label: at === 0 ? `${label} and won` : `+ ${label}`,
    amount: whole.byRating[slug]?.arr ?? "0",
    colour: shades[at] ?? colours.before,
  }));
  barsChart(sheet, place, {
    title: "What the period comes to, from the surest on",
    currency,
    bars: [
      { label: "Closed won", amount: whole.closedWonArr, colour: colours.gain },
      ...cumulative,
      { label: "Forecast", amount: whole.adjustedArr, colour: colours.ink },
      {
        label: "Expected value",
        amount: whole.expectedArr,
        colour: colours.before,
        ...(range ? { from: range.p10, to: range.p90 } : {}),
      },
    ],
    marker: whole.targetArr === null ? undefined : { label: "Target", amount: whole.targetArr },
  });
}

function steps(sheet: Sheet, page: ForecastPage, place: Place): void {
  const { changes, currency } = page;
  waterfallChart(sheet, place, {
    title: `What moved the forecast in ${changes.days} days`,
    currency,
    start: { label: "Then", amount: changes.start },
    steps: changes.steps
      .filter(({ arr }) => parseAmount(arr) !== 0n)
      .map(({ kind, arr }) => ({ label: labelOf.get(kind) ?? kind, amount: arr })),
    end: { label: page.isPast ? "As of" : "Now", amount: changes.end },
  });
}

const labelOf = new Map<string, string>(forecastSteps.map(({ value, label }) => [value, label]));

function levelTable(sheet: Sheet, page: ForecastPage, place: Place): void {
  const { currency } = page;
  const money = (amount: string | null) => (amount === null ? "–" : formatMoneyShort(amount, currency));
  const columns: Column<ForecastPage["levels"][number]>[] = [
    { title: "Team", share: 0.32, text: (row) => row.label },
    { title: "Due", share: 0.17, align: "right", text: (row) => money(row.dueArr) },
    { title: "Forecast", share: 0.18, align: "right", text: (row) => money(row.adjustedArr) },
    { title: "Target", share: 0.17, align: "right", text: (row) => money(row.targetArr) },
    {
      title: "GRR",
      share: 0.16,
      align: "right",
      text: (row) => (row.grr === null ? "–" : formatPercent(row.grr)),
    },
  ];
  table(sheet, place, { title: "Forecast by team", columns, rows: page.levels });
}

function movementTable(sheet: Sheet, page: ForecastPage, place: Place): void {
  const { lastYear, inPeriod } = page.movements;
  const kinds = [
    ["startArr", "ARR at the start"],
    ["newArr", "New"],
    ["expansionArr", "Expansion"],
    ["reactivationArr", "Reactivation"],
    ["contractionArr", "Contraction"],
    ["churnArr", "Churn"],
    ["endArr", "ARR at the end"],
  ] as const;
  type Kind = (typeof kinds)[number];
  const amount = (of: typeof lastYear, [kind]: Kind) => {
    if (!of) return "–";
    const isLevel = kind === "startArr" || kind === "endArr";
    const text = formatMoneyShort(of[kind], page.currency);
    return isLevel ? text : withSign(text, of[kind]);
  };
  const columns: Column<Kind>[] = [
    { title: "ARR", share: 0.4, text: ([, label]) => label },
    { title: "Last 12 months", share: 0.3, align: "right", text: (row) => amount(lastYear, row) },
    { title: "Period to date", share: 0.3, align: "right", text: (row) => amount(inPeriod, row) },
  ];
  table(sheet, place, { title: "How ARR moved", columns, rows: kinds });
}

function riskTable(sheet: Sheet, page: ForecastPage, place: Place, rows: number): void {
  const money = (amount: string | null) => (amount === null ? "–" : formatMoneyShort(amount, page.currency));
  const columns: Column<ForecastPage["atRisk"][number]>[] = [
    { title: "Account", share: 0.22, text: (row) => row.account },
    { title: "Due", share: 0.11, text: (row) => formatDate(row.dueOn) },
    { title: "Target ARR", share: 0.11, align: "right", text: (row) => money(row.targetArr) },
    { title: "Forecast", share: 0.1, align: "right", text: (row) => money(row.forecastArr) },
    { title: "Likelihood", share: 0.1, align: "right", text: (row) => formatPercent(row.likelihood, 0) },
    { title: "At risk", share: 0.09, align: "right", text: (row) => money(row.atRiskArr) },
    { title: "  Rating", share: 0.15, text: (row) => `  ${row.rating}` },
    { title: "Owner", share: 0.12, text: (row) => row.owner ?? "nobody" },
  ];
  table(sheet, place, {
    title: "Renewals that put the most at risk: target × (1 − likelihood)",
    columns,
    rows: page.atRisk.slice(0, rows),
    empty: "No open renewal of the period is in doubt.",
  });
}

function foot(sheet: Sheet, page: ForecastPage, width: number): void {
  const y = sheet.height - footHeight + 10;
  sheet.line(margin, y - 6, margin + width, y - 6);
  const left = [
    page.whole.missingForecastCount > 0
      ? `${formatCount(page.whole.missingForecastCount, "open renewal")} without a forecast (${formatMoneyShort(page.whole.missingForecastArr, page.currency)} of target) add nothing to it.`
      : "",
    page.unconverted > 0
      ? `${formatCount(page.unconverted, "renewal")} in a currency without an exchange rate left out.`
      : "",
    page.definition,
    page.range ? `Range: ${page.range.trials.toLocaleString("en")} simulated trials.` : "",
  ];
  sheet.paragraph(left.filter(Boolean).join(" "), { x: margin, y, width }, 6, {
    size: 6.5,
    colour: colours.soft,
  });
  sheet.text(
    `Prepared with Perennial, ${formatInstant(page.preparedAt, page.timeZone)}`,
    { x: margin, y: sheet.height - 28, width },
    { size: 6.5, colour: colours.soft, align: "right" },
  );
}

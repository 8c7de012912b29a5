import { formatMoneyShort, withSign } from "@perennial/contract/format";
import { colours, type Sheet } from "./sheet.ts";

type Place = { x: number; y: number; width: number };
type Bar = {
  label: string;
  amount: string;
  colour: string;
  /** A range around it, drawn as a whisker. */
  from?: string;
  to?: string;
};
type Bars = {
  title: string;
  currency: string;
  bars: readonly Bar[];
  marker: { label: string; amount: string } | undefined;
};

const labelWidth = 84;
const valueWidth = 46;

/** Bars that lie, from zero, each with its value; a line across them where a target stands. */
export function barsChart(sheet: Sheet, place: Place, { title, currency, bars, marker }: Bars): void {
  sheet.text(title, place, { size: 9, weight: "bold" });
  const top = place.y + 22;
  const height = 150 / Math.max(bars.length, 1);
  const room = place.width - labelWidth - valueWidth;
  const most = Math.max(
    1,
    ...bars.flatMap(({ amount, to }) => [Number(amount), Number(to ?? 0)]),
    Number(marker?.amount ?? 0),
  );
  const at = (amount: string) => place.x + labelWidth + (Math.max(0, Number(amount)) / most) * room;
  for (const [row, { label, amount, colour, from, to }] of bars.entries()) {
    const y = top + row * height;
    const middle = y + height / 2;
    sheet.text(label, { x: place.x, y: middle - 5, width: labelWidth - 6 }, { size: 8 });
    sheet.box(
      place.x + labelWidth,
      y + height * 0.2,
      Math.max(0.5, at(amount) - at("0")),
      height * 0.6,
      colour,
    );
    if (from !== undefined && to !== undefined) {
      sheet.line(at(from), middle, at(to), middle, colours.ink, 1);
      for (const end of [from, to]) sheet.line(at(end), middle - 4, at(end), middle + 4, colours.ink, 1);
    }
  }
  const bottom = top + bars.length * height;
  sheet.line(at("0"), top, at("0"), bottom, colours.before);
  if (marker) sheet.line(at(marker.amount), top - 2, at(marker.amount), bottom, colours.gain, 1);
  // Over the line, on paper of their own: a value is never struck through.
  for (const [row, { amount, to }] of bars.entries()) {
    const value = formatMoneyShort(amount, currency);
    const end = Math.max(at(amount), to === undefined ? 0 : at(to)) + 4;
    const y = top + (row + 0.5) * height - 5;
    sheet.box(end - 1, y, sheet.widthOf(value, 8) + 2, 10, colours.paper);
    sheet.text(value, { x: end, y, width: valueWidth }, { size: 8 });
  }
  if (!marker) return;
  sheet.text(
    `${marker.label} ${formatMoneyShort(marker.amount, currency)}`,
    { x: at(marker.amount) - 100, y: top - 11, width: 100 },
    { size: 7, colour: colours.gain, align: "right" },
  );
}

type Steps = {
  title: string;
  currency: string;
  start: { label: string; amount: string };
  steps: readonly { label: string; amount: string }[];
  end: { label: string; amount: string };
};

/** From an amount to an amount by what moved it. Steps are small beside the whole, so the axis begins below the least level. */
export function waterfallChart(
  sheet: Sheet,
  place: Place,
  { title, currency, start, steps, end }: Steps,
): void {
  sheet.text(title, place, { size: 9, weight: "bold" });
  const levels = [Number(start.amount)];
  for (const { amount } of steps) levels.push((levels.at(-1) ?? 0) + Number(amount));
  const [least, most] = [Math.min(...levels), Math.max(...levels)];
  const floor = Math.max(0, least - (most - least || most) * 0.35);
  const [top, height] = [place.y + 34, 118];
  const y = (amount: number) => top + height - ((amount - floor) / Math.max(most - floor, 1)) * height;
  const slots = steps.length + 2;
  const slot = place.width / slots;
  const bar = (at: number, from: number, to: number, colour: string, label: string, value: string) => {
    const x = place.x + at * slot;
    const high = y(Math.max(from, to));
    sheet.box(x + slot * 0.14, high, slot * 0.72, Math.max(0.75, Math.abs(y(from) - y(to))), colour);
    sheet.text(value, { x: x - 3, y: high - 11, width: slot + 6 }, { size: 7, align: "center" });
    sheet.text(
      label,
      { x: x - 2, y: top + height + 4, width: slot + 4 },
      { size: 7, align: "center", colour: colours.soft },
    );
  };
  bar(0, floor, Number(start.amount), colours.before, start.label, formatMoneyShort(start.amount, currency));
  for (const [at, { label, amount }] of steps.entries()) {
    const [from = 0, to = 0] = [levels[at], levels[at + 1]];
    const value = withSign(formatMoneyShort(amount, currency), amount);
    bar(at + 1, from, to, Number(amount) < 0 ? colours.loss : colours.gain, label, value);
  }
  bar(slots - 1, floor, Number(end.amount), colours.now, end.label, formatMoneyShort(end.amount, currency));
  sheet.line(place.x, top + height, place.x + place.width, top + height, colours.before);
  if (floor > 0) {
    sheet.text(
      `The axis begins at ${formatMoneyShort(floor, currency)}`,
      { x: place.x, y: top + height + 15, width: place.width },
      { size: 6.5, colour: colours.soft },
    );
  }
}

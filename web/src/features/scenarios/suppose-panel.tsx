import type { Override, WhatIfRow } from "@perennial/contract";
import { decimalOfMinor, minorOf, type Supposition } from "@perennial/contract/forecasting";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import {
  formatCount,
  formatDate,
  formatMoneyShort,
  formatNumber,
  formatPercent,
  withSign,
} from "../../ui/format.ts";
import { Slider } from "../../ui/slider.tsx";
import { RuleDialog } from "./rule-dialog.tsx";

type PanelProps = {
  overrides: readonly Override[];
  suppositions: readonly Supposition[];
  rows: ReadonlyMap<string, WhatIfRow>;
  /** The likelihood each renewal has without suppositions. */
  likelihoodOf: (id: string) => number;
  currency: string;
  onChange: (overrides: Override[]) => void;
};

const everything = {
  about: {
    kind: "rule" as const,
    label: "All open renewals",
    rule: { subject: "outcome", op: "is-empty" },
  },
  likelihood: { kind: "shift" as const, by: 0 },
};

/** What is supposed, one card each, moved by sliders. */
export function SupposePanel(props: PanelProps) {
  const { overrides, onChange } = props;
  const [isAsking, setAsking] = useState(false);
  const replace = (at: number, by: Override | undefined) =>
    onChange(overrides.flatMap((each, place) => (place === at ? (by ? [by] : []) : [each])));
  return (
    <Card
      title="Suppose that …"
      subtitle={
        overrides.length === 0
          ? "Nothing is supposed yet. Begin with all, with a rule, or with a decisive renewal."
          : "In this order, a later one upon an earlier"
      }
    >
      <ul className="flex flex-col gap-3">
        {overrides.map((override, at) => (
          <li key={at} className="rounded-control border border-line px-3 py-2">
            <OverrideCard {...props} override={override} at={at} onReplace={(by) => replace(at, by)} />
          </li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button icon={Plus} onClick={() => onChange([...overrides, everything])}>
          All open renewals
        </Button>
        <Button icon={Plus} onClick={() => setAsking(true)}>
          Those of a rule
        </Button>
      </div>
      {isAsking && (
        <RuleDialog
          onClose={() => setAsking(false)}
          onChosen={(about) => {
            setAsking(false);
            onChange([...overrides, { about, likelihood: { kind: "shift", by: 0 } }]);
          }}
        />
      )}
    </Card>
  );
}

type CardProps = PanelProps & {
  override: Override;
  at: number;
  onReplace: (by: Override | undefined) => void;
};

function OverrideCard({ override, at, suppositions, rows, likelihoodOf, currency, onReplace }: CardProps) {
  const { about } = override;
  const row = about.kind === "renewal" ? rows.get(about.id) : undefined;
  const title =
    about.kind === "rule" ? about.label : (row?.accountName ?? "A renewal that is not open any more");
  const count = suppositions[at]?.ids.size ?? 0;
  return (
    <>
      <div className="mb-1.5 flex items-start justify-between gap-2">
        <div className="min-w-0">
          <p className="truncate text-m font-medium">{title}</p>
          <p className="text-s text-ink-2">
            {row
              ? `Due ${formatDate(row.dueOn)}`
              : about.kind === "rule"
                ? formatCount(count, "open renewal")
                : "Changes nothing"}
          </p>
        </div>
        <IconButton icon={X} label={`Take away: ${title}`} onClick={() => onReplace(undefined)} />
      </div>
      <div className="flex flex-col gap-2">
        <LikelihoodSlider
          override={override}
          title={title}
          base={about.kind === "renewal" ? likelihoodOf(about.id) : undefined}
          onReplace={onReplace}
        />
        <AmountSlider override={override} title={title} row={row} currency={currency} onReplace={onReplace} />
        <DateSlider override={override} title={title} row={row} onReplace={onReplace} />
      </div>
    </>
  );
}

type SliderProps = {
  override: Override;
  title: string;
  onReplace: (by: Override) => void;
};

function LikelihoodSlider({ override, title, base, onReplace }: SliderProps & { base: number | undefined }) {
  const { likelihood } = override;
  if (base !== undefined) {
    const value = likelihood?.kind === "set" ? likelihood.value : base + (likelihood?.by ?? 0);
    return (
      <Slider
        label={`Likelihood of ${title}`}
        min={0}
        max={100}
        value={Math.round(value * 100)}
        text={`${formatPercent(value, 0)}, was ${formatPercent(base, 0)}`}
        onValueChange={(next) => onReplace({ ...override, likelihood: { kind: "set", value: next / 100 } })}
      />
    );
  }
  if (likelihood?.kind === "set") {
    return (
      <Slider
        label={`Likelihood of ${title}`}
        min={0}
        max={100}
        value={Math.round(likelihood.value * 100)}
        text={`${formatPercent(likelihood.value, 0)} each`}
        onValueChange={(next) => onReplace({ ...override, likelihood: { kind: "set", value: next / 100 } })}
      />
    );
  }
  const points = Math.round((likelihood?.by ?? 0) * 100);
  return (
    <Slider
      label={`Likelihood of ${title}`}
      min={-60}
      max={60}
      value={points}
      text={points === 0 ? "as it is" : `${withSign(formatNumber(points), points)} points`}
      onValueChange={(next) => onReplace({ ...override, likelihood: { kind: "shift", by: next / 100 } })}
    />
  );
}

function AmountSlider({
  override,
  title,
  row,
  currency,
  onReplace,
}: SliderProps & { row: WhatIfRow | undefined; currency: string }) {
  const { amount } = override;
  const own = row ? minorOf(row.amountArr) : undefined;
  const scale = amount?.kind === "scale" ? amount.by : amount && own ? minorOf(amount.arr) / own : 1;
  const becomes = own === undefined ? "" : ` · ${formatMoneyShort(decimalOfMinor(own * scale), currency)}`;
  return (
    <Slider
      label={`ARR of ${title}`}
      min={0}
      max={150}
      step={5}
      value={Math.round(scale * 100)}
      text={`${formatPercent(scale, 0)}${becomes}`}
      onValueChange={(next) => onReplace({ ...override, amount: { kind: "scale", by: next / 100 } })}
    />
  );
}

function DateSlider({ override, title, row, onReplace }: SliderProps & { row: WhatIfRow | undefined }) {
  const { dueOn } = override;
  const days = dueOn?.kind === "shift" ? dueOn.days : 0;
  const date = dueOn?.kind === "set" ? dueOn.date : undefined;
  const moved = row ? Temporal.PlainDate.from(row.dueOn).add({ days }) : undefined;
  const text = date
    ? `on ${formatDate(date)}`
    : days === 0
      ? "as it is"
      : `${withSign(formatNumber(days), days)} days${moved ? ` · ${formatDate(moved)}` : ""}`;
  return (
    <Slider
      label={`Due date of ${title}`}
      min={-90}
      max={180}
      step={5}
      value={days}
      text={text}
      onValueChange={(next) => onReplace({ ...override, dueOn: { kind: "shift", days: next } })}
    />
  );
}

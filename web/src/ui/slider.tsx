import type { ReactNode } from "react";

type SliderProps = {
  label: string;
  min: number;
  max: number;
  step?: number;
  value: number;
  onValueChange: (value: number) => void;
  /** The value in words, for everybody: “82 %”. */
  text: string;
  /** Beside the label: takes the value away, for example. */
  action?: ReactNode;
};

/** A number chosen by moving along a line; arrows, Page keys, Home and End move it too. */
export function Slider({ label, min, max, step = 1, value, onValueChange, text, action }: SliderProps) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-baseline justify-between gap-2 text-s text-ink-2">
        <span>{label}</span>
        <span className="flex items-center gap-1">
          <output className="font-medium text-ink">{text}</output>
          {action}
        </span>
      </div>
      <input
        type="range"
        aria-label={label}
        aria-valuetext={text}
        min={min}
        max={max}
        step={step}
        value={value}
        onChange={(event) => onValueChange(Number(event.target.value))}
        className="h-6 w-full cursor-pointer accent-accent"
      />
    </div>
  );
}

import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";
import { type Tone, toneText } from "./tone.ts";

export type Stat = {
  label: string;
  value: ReactNode;
  /** Colour of the value, when it is good or bad news. */
  tone?: Tone;
  /** The quiet words after the number, with their own tone. */
  note?: ReactNode;
  noteTone?: Tone;
  /** Where the rows behind the number are. */
  href?: string;
  onClick?: () => void;
};

function StatBody({ stat }: { stat: Stat }) {
  return (
    <>
      <dt className="text-s text-ink-2">{stat.label}</dt>
      <dd>
        <span
          className={cx(
            "text-[19px] leading-7 font-semibold tracking-[-0.02em]",
            stat.tone && toneText[stat.tone],
          )}
        >
          {stat.value}
        </span>
        {stat.note && " "}
        {stat.note && (
          <span className={cx("inline-block text-s", toneText[stat.noteTone ?? "neutral"])}>{stat.note}</span>
        )}
      </dd>
    </>
  );
}

/** The numbers that matter, at the head of a page. Each may open its rows. */
export function StatStrip({ stats, label = "Key numbers" }: { stats: readonly Stat[]; label?: string }) {
  return (
    <section
      aria-label={label}
      className="mb-3.5 flex flex-wrap gap-px overflow-hidden rounded-card border border-line bg-line"
    >
      {stats.map((stat) => (
        <dl
          key={stat.label}
          className="relative min-w-0 grow basis-[150px] bg-surface px-4 py-2.5 has-[a:hover,button:hover]:bg-sunken"
        >
          <StatBody stat={stat} />
          {stat.href && (
            <dd>
              <Link
                to={stat.href}
                aria-label={`${stat.label}: open the rows`}
                className="absolute inset-0 -outline-offset-2"
              />
            </dd>
          )}
          {stat.onClick && (
            <dd>
              <button
                type="button"
                onClick={stat.onClick}
                aria-label={`${stat.label}: open the rows`}
                className="absolute inset-0 w-full -outline-offset-2"
              />
            </dd>
          )}
        </dl>
      ))}
    </section>
  );
}

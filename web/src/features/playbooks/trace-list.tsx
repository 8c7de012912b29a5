import type { TraceStep } from "@perennial/contract";
import { CircleCheck, CircleX, Clock, OctagonPause } from "lucide-react";
import { timeZone } from "../../ui/clock.ts";
import { formatInstant } from "../../ui/format.ts";
import { type Tone, toneText } from "../../ui/tone.ts";

const marks: Record<TraceStep["outcome"], { icon: typeof Clock; tone: Tone; label: string }> = {
  done: { icon: CircleCheck, tone: "good", label: "Done" },
  waiting: { icon: Clock, tone: "neutral", label: "Waiting" },
  failed: { icon: CircleX, tone: "bad", label: "Could not be done" },
  stopped: { icon: OctagonPause, tone: "neutral", label: "Stopped" },
};

/** What each step did, when and why, with messages as they were written. */
export function TraceList({ trace }: { trace: readonly TraceStep[] }) {
  return (
    <ol className="flex flex-col" aria-label="Trace">
      {trace.map((step) => (
        <TraceItem key={step.number} step={step} />
      ))}
    </ol>
  );
}

function TraceItem({ step }: { step: TraceStep }) {
  const { icon: Icon, tone, label } = marks[step.outcome];
  const message = messageOf(step);
  return (
    <li className="flex gap-2.5 border-t border-line py-2.5 first:border-t-0">
      <Icon size={16} role="img" aria-label={label} className={`mt-0.5 shrink-0 ${toneText[tone]}`} />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap justify-between gap-x-3">
          <span className="font-medium">{step.label}</span>
          <time dateTime={step.at} className="text-s text-ink-3">
            {formatInstant(step.at, timeZone())}
          </time>
        </p>
        <p className={step.outcome === "failed" ? "text-bad" : "text-ink-2"}>{step.why}</p>
        {message && <Message message={message} />}
      </div>
    </li>
  );
}

type ShownMessage = { from: string; to: string[]; subject: string; text: string };

function messageOf({ output }: TraceStep): ShownMessage | undefined {
  const { message } = output as { message?: ShownMessage };
  return message && typeof message.subject === "string" ? message : undefined;
}

function Message({ message: { from, to, subject, text } }: { message: ShownMessage }) {
  return (
    <article
      aria-label={`Message: ${subject}`}
      className="mt-2 rounded-control border border-line bg-sunken px-3 py-2 text-s"
    >
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-2 text-ink-2">
        <dt>From</dt>
        <dd className="truncate">{from}</dd>
        <dt>To</dt>
        <dd className="truncate">{to.join(", ")}</dd>
        <dt>Subject</dt>
        <dd className="font-medium text-ink">{subject}</dd>
      </dl>
      <p className="mt-1.5 max-w-prose break-words whitespace-pre-wrap text-m text-ink">{text}</p>
    </article>
  );
}

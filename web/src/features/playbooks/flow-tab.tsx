import type { PlaybookDetail, PlaybookStep } from "@perennial/contract";
import {
  ArrowRight,
  BellOff,
  BellRing,
  Clock,
  Flag,
  FolderKanban,
  GitBranch,
  type LucideIcon,
  Mail,
  OctagonX,
  Pencil,
  PenLine,
  Play,
  Reply,
  SquareCheck,
  Tag,
} from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { IconButton } from "../../ui/button.tsx";
import { EditFlowDialog } from "./edit-flow-dialog.tsx";
import { canEditStep, canEditTrigger } from "./edit-step-fields.tsx";

type StepView = PlaybookDetail["steps"][number];

const icons: Record<StepView["kind"], LucideIcon> = {
  "add-to-segment": Tag,
  "remove-from-segment": Tag,
  "create-project": FolderKanban,
  "start-conversation": Mail,
  "reply-in-conversation": Reply,
  "wait-for-answer": Clock,
  wait: Clock,
  branch: GitBranch,
  "set-renewal-stage": Flag,
  "set-trait": PenLine,
  "create-task": SquareCheck,
  "raise-indicator": BellRing,
  "clear-indicator": BellOff,
  stop: OctagonX,
};

/** The flow as a list that reads from top to bottom; a way out that leads elsewhere names the step it leads to. */
export function FlowTab({ playbook }: { playbook: PlaybookDetail }) {
  const mayWrite = useMay("playbooks.write");
  const [edited, setEdited] = useState<string | "trigger">();
  const numbers = new Map(playbook.steps.map((step, at) => [step.id, at + 1]));
  const definitionOf = (id: string): PlaybookStep | undefined =>
    playbook.definition.steps.find((step) => step.id === id);
  return (
    <>
      <ol className="max-w-3xl" aria-label="Steps">
        <FlowItem
          icon={Play}
          label="Trigger"
          sentence={playbook.triggerSentence}
          note={enrolmentNote(playbook)}
          onEdit={mayWrite && canEditTrigger(playbook) ? () => setEdited("trigger") : undefined}
        />
        {playbook.steps.map((step, at) => {
          const definition = definitionOf(step.id);
          const isEditable = mayWrite && definition !== undefined && canEditStep(definition);
          return (
            <FlowItem
              key={step.id}
              icon={icons[step.kind]}
              number={at + 1}
              label={step.label}
              sentence={step.sentence}
              outlets={step.outlets.flatMap(({ label, next }) => outletText(label, next, at, numbers, step))}
              isLast={at === playbook.steps.length - 1}
              onEdit={isEditable ? () => setEdited(step.id) : undefined}
            />
          );
        })}
      </ol>
      {edited && <EditFlowDialog playbook={playbook} target={edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}

/** A single way on to the step below needs no words. */
function outletText(
  label: string,
  next: string | null,
  at: number,
  numbers: ReadonlyMap<string, number>,
  step: StepView,
): string[] {
  const number = next === null ? undefined : numbers.get(next);
  if (step.outlets.length === 1 && number === at + 2) return [];
  const target = number === undefined ? "the run is done" : `step ${number}`;
  return [step.outlets.length === 1 ? `Then: ${target}` : `If ${label}: ${target}`];
}

function enrolmentNote({ definition: { enrolment, endsWhenLeft } }: PlaybookDetail): string {
  const often =
    enrolment.policy === "once"
      ? "Each account once"
      : enrolment.notWithinDays
        ? `Each time, but not again within ${enrolment.notWithinDays} days`
        : "Each time";
  const churned = enrolment.includesChurned
    ? "churned and ignored accounts too"
    : "churned and ignored left alone";
  return `${often} · ${churned}${endsWhenLeft ? " · ends when the account no longer matches" : ""}`;
}

type FlowItemProps = {
  icon: LucideIcon;
  number?: number;
  label: string;
  sentence: string;
  note?: string;
  outlets?: readonly string[];
  isLast?: boolean;
  onEdit: (() => void) | undefined;
};

function FlowItem({
  icon: Icon,
  number,
  label,
  sentence,
  note,
  outlets = [],
  isLast,
  onEdit,
}: FlowItemProps) {
  return (
    <li className="relative flex gap-3 pb-3">
      {!isLast && <span aria-hidden className="absolute top-9 bottom-0 left-[15px] w-px bg-line-strong" />}
      <span className="z-10 flex size-8 shrink-0 items-center justify-center rounded-full border border-line bg-surface text-ink-2">
        <Icon size={15} aria-hidden />
      </span>
      <div className="flex min-w-0 grow items-start gap-2 rounded-card border border-line bg-surface px-4 py-2.5">
        <div className="min-w-0 grow">
          <p className="text-s text-ink-3">
            {number !== undefined && `${number} · `}
            {label}
          </p>
          <p className="text-n font-medium">{sentence}</p>
          {note && <p className="mt-0.5 text-s text-ink-2">{note}</p>}
          {outlets.length > 0 && (
            <ul className="mt-1.5 flex flex-col gap-0.5 text-s text-ink-2">
              {outlets.map((text) => (
                <li key={text} className="flex items-center gap-1.5">
                  <ArrowRight size={12} aria-hidden className="text-ink-3" />
                  {text}
                </li>
              ))}
            </ul>
          )}
        </div>
        {onEdit && <IconButton icon={Pencil} label={`Edit: ${sentence}`} onClick={onEdit} />}
      </div>
    </li>
  );
}

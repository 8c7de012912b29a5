import type { Playbook, RunState } from "@perennial/contract";
import { CirclePause, CirclePlay, CirclePower } from "lucide-react";
import { Badge } from "../../ui/chip.tsx";
import type { Tone } from "../../ui/tone.ts";
import { toneIcon } from "../../ui/tone.ts";

const states = {
  off: { tone: "neutral", icon: CirclePower, label: "Off" },
  on: { tone: "good", icon: CirclePlay, label: "On" },
  paused: { tone: "warn", icon: CirclePause, label: "Paused" },
} as const;

/** Whether a playbook is on, in a word, an icon and a colour. */
export function StateBadge({ state }: { state: Playbook["state"] }) {
  const { tone, icon, label } = states[state];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}

/** How a run stands, in words. */
export const runStateLabels: Record<RunState, string> = {
  ready: "Running",
  waiting: "Waiting",
  failed: "Needs you",
  completed: "Done",
  stopped: "Stopped",
};

const runTones: Record<RunState, Tone> = {
  ready: "accent",
  waiting: "neutral",
  failed: "bad",
  completed: "good",
  stopped: "neutral",
};

export function RunBadge({ state }: { state: RunState }) {
  const tone = runTones[state];
  return (
    <Badge tone={tone} {...(tone === "bad" || tone === "good" ? { icon: toneIcon[tone] } : {})}>
      {runStateLabels[state]}
    </Badge>
  );
}

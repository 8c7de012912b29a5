import {
  AlarmClock,
  Check,
  CornerUpRight,
  Hand,
  type LucideIcon,
  NotebookPen,
  UserRound,
} from "lucide-react";
import type { WorkVerb } from "./work-verbs.ts";

/** What a row's buttons and keys begin. */
export type RowVerb = WorkVerb | "turn" | "hand" | "email";

export const rowVerbs: readonly {
  verb: Exclude<RowVerb, "email">;
  label: string;
  keys: string;
  icon: LucideIcon;
}[] = [
  { verb: "done", label: "Address", keys: "e", icon: Check },
  { verb: "snooze", label: "Put off", keys: "s", icon: AlarmClock },
  { verb: "reassign", label: "Give to somebody", keys: "a", icon: UserRound },
  { verb: "turn", label: "Turn into a risk, a task or a playbook run", keys: "t", icon: CornerUpRight },
  { verb: "note", label: "Log a note", keys: "o", icon: NotebookPen },
  { verb: "hand", label: "Raise hand: ask the manager for help", keys: "h", icon: Hand },
];

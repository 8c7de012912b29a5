import { CircleCheck, CircleX, Info, type LucideIcon, TriangleAlert } from "lucide-react";

/** What a colour means, everywhere: never a colour alone, always with a word or an icon. */
export type Tone = "good" | "warn" | "bad" | "accent" | "neutral";

/** Text colour of a tone. */
export const toneText: Record<Tone, string> = {
  good: "text-good",
  warn: "text-warn",
  bad: "text-bad",
  accent: "text-accent",
  neutral: "text-ink-3",
};

/** Soft ground and text of a tone. */
export const toneSoft: Record<Tone, string> = {
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  accent: "bg-accent-soft text-accent",
  neutral: "bg-sunken text-ink-2",
};

/** The icon that says the same as the tone's colour. */
export const toneIcon: Record<Tone, LucideIcon> = {
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleX,
  accent: Info,
  neutral: Info,
};

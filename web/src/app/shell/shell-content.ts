import type { ReactNode } from "react";
import type { NavEntry } from "./nav.ts";

/** What the shell shows besides the page: filled from the session and the workspace. */
export type ShellContent = {
  /** Who is signed in; absent until it is known. */
  teammate?: { name: string; email: string };
  signOut?: () => void;
  /** The hubs of this teammate, each with the path of its page. */
  hubs: readonly NavEntry[];
  /** Numbers beside entries of the side bar, by path. */
  counts: Readonly<Record<string, number>>;
  /** Lines across the top: a virtual clock, sample company. */
  banners: readonly { id: string; text: ReactNode; action?: { label: string; run: () => void } }[];
};

/** The one place where the shell's content is gathered. */
export function useShellContent(): ShellContent {
  return nothingYet;
}

const nothingYet: ShellContent = { hubs: [], counts: {}, banners: [] };

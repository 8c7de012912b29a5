import { createContext } from "react";

/** Asks why an account has a score; none where nobody answers. */
export type AskWhy = (score: string, account: { id: string; name: string | null }) => void;

/** Given by a page that can answer: scores in its tables become buttons that ask. */
export const ScoreWhy = createContext<AskWhy | undefined>(undefined);

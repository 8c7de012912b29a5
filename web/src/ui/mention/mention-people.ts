import { createContext } from "react";
import type { Option } from "../option-list.tsx";

/** A hook that gives whom one can mention; the shell provides it, because only the API knows. */
export const MentionPeople = createContext<() => readonly Option[]>(() => []);

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { z } from "zod";

type Patch<T> = Partial<{ [Key in keyof T]: T[Key] | undefined }>;

/**
 * State worth sharing lives in the URL: filters, sort, tab, period. The schema gives every field a default or
 * makes it optional; what does not parse falls back to the defaults. A change replaces the history entry
 * unless `push` is set.
 */
export function useUrlState<Schema extends z.ZodObject>(
  schema: Schema,
): [z.output<Schema>, (patch: Patch<z.output<Schema>>, options?: { push?: boolean }) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const state = useMemo(() => {
    const parsed = schema.safeParse(search);
    return (parsed.success ? parsed.data : schema.parse({})) as z.output<Schema>;
  }, [schema, search]);
  const change = useCallback(
    (patch: Patch<z.output<Schema>>, options: { push?: boolean } = {}) => {
      navigate({
        to: ".",
        search: ((before: Record<string, unknown>) => ({ ...before, ...patch })) as never,
        replace: !options.push,
      });
    },
    [navigate],
  );
  return [state, change];
}

/** A path of the application with its query, such as the server tells it, for `Link` and `navigate`. */
export function placeOf(href: string): { to: string; search: never } {
  const [to = "/", query = ""] = href.split("?");
  return { to, search: Object.fromEntries(new URLSearchParams(query)) as never };
}

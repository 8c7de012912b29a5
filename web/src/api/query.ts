import type { Endpoint } from "@perennial/contract";
import {
  type InfiniteData,
  keepPreviousData,
  QueryClient,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useMemo } from "react";
import { usePast } from "../ui/past.ts";
import { type CallInput, type CallResult, call, newIdempotencyKey } from "./client.ts";
import { ApiProblem } from "./problem.ts";

/** What makes a query's answer old: changes of these objects, of one account if it is about one only. */
export type LiveInterest = { objects: readonly string[]; accountId?: string };

function isWorthARetry(failures: number, error: unknown): boolean {
  const code = error instanceof ApiProblem ? error.code : "";
  return failures < 2 && (code === "unreachable" || code === "unavailable" || code === "internal");
}

/** One cache for the application. Live updates refresh it, so answers stay fresh for longer than usual. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 60_000, gcTime: 15 * 60_000, retry: isWorthARetry, refetchOnWindowFocus: false },
      mutations: {
        retry: (failures, error) =>
          failures < 2 && error instanceof ApiProblem && error.code === "unreachable",
      },
    },
  });
}

/** `/health-scores/:id` → `health-score`. */
function objectOf(path: string): string {
  const collection = path.split("/")[1] ?? "";
  return collection.replace(/ies$/, "y").replace(/s$/, "");
}

function interestOf(endpoint: Endpoint, params: unknown, live: readonly string[]): LiveInterest {
  const id = (params as { id?: string } | undefined)?.id;
  const objects = [objectOf(endpoint.path), ...live];
  return endpoint.path.startsWith("/accounts/:id") && id ? { objects: ["*"], accountId: id } : { objects };
}

/** The first part of the key of every query of an endpoint: to invalidate or to write its answers. */
export function keyOf(endpoint: Endpoint): readonly string[] {
  return ["api", endpoint.method, endpoint.path];
}

type ReadOptions = {
  base?: "/api/v1" | "/auth";
  /** Further objects whose changes make this answer old, as the change feed names them: `renewal`, `account`. */
  live?: readonly string[];
  enabled?: boolean;
  /** Keeps the last answer on the screen while another one is loaded: for filters and periods. */
  keepPrevious?: boolean;
};

/** A read of the API as a TanStack query: for `useQuery`, prefetching and `setQueryData`. */
export function queryOf<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  { base = "/api/v1", live = [], enabled = true, keepPrevious = false }: ReadOptions = {},
) {
  const interest = interestOf(endpoint, (input as { params?: unknown }).params, live);
  return queryOptions<CallResult<E>, ApiProblem, CallResult<E>, readonly unknown[]>({
    queryKey: [...keyOf(endpoint), input],
    queryFn: ({ signal }) => call(endpoint, input, { signal, base }),
    enabled,
    meta: { interest },
    ...(keepPrevious ? { placeholderData: keepPreviousData as never } : {}),
  });
}

/** Asks an endpoint that can tell it as of the day that the page reads; others are asked as ever. */
export function asOfDay<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  asOf: string | undefined,
): CallInput<E> {
  if (asOf === undefined || endpoint.readsPast !== true) return input;
  const part = endpoint.method === "POST" ? "body" : "query";
  const parts = input as Partial<Record<"body" | "query", object>>;
  return { ...parts, [part]: { asOf, ...parts[part] } } as CallInput<E>;
}

/**
 * Reads an endpoint: `{ data, error, isPending, refetch }`. Refreshed when the objects it shows change. In a page that reads
 * the past, as of its day.
 */
export function useCall<E extends Endpoint>(endpoint: E, input: CallInput<E>, options: ReadOptions = {}) {
  const { asOf } = usePast();
  return useQuery(queryOf(endpoint, asOfDay(endpoint, input, asOf), options));
}

type Page<Row> = { items: Row[]; nextCursor: string | null };
type RowOf<E extends Endpoint> = CallResult<E> extends Page<infer Row> ? Row : never;

/** Reads a list page by page: `rows` so far, `fetchNextPage` for the grid's `onEndReached`. */
export function usePages<E extends Endpoint>(
  endpoint: E,
  given: CallInput<E>,
  { live = [], enabled = true, keepPrevious = true }: ReadOptions = {},
) {
  const { asOf } = usePast();
  const input = asOfDay(endpoint, given, asOf);
  const parts = input as { params?: unknown; query?: object };
  const query = useInfiniteQuery<
    Page<RowOf<E>>,
    ApiProblem,
    InfiniteData<Page<RowOf<E>>, string | undefined>,
    readonly unknown[],
    string | undefined
  >({
    queryKey: [...keyOf(endpoint), "pages", input],
    initialPageParam: undefined,
    queryFn: ({ signal, pageParam }) => {
      const page = { ...parts, query: { ...parts.query, ...(pageParam ? { cursor: pageParam } : {}) } };
      return call(endpoint, page as CallInput<E>, { signal }) as Promise<Page<RowOf<E>>>;
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    enabled,
    meta: { interest: interestOf(endpoint, parts.params, live) },
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { ...query, rows };
}

type WriteOptions<E extends Endpoint> = {
  base?: "/api/v1" | "/auth";
  /** Endpoints whose answers this write makes old. Live updates do it too, a moment later. */
  refreshes?: readonly Endpoint[];
  onSuccess?: (result: CallResult<E>, input: CallInput<E>) => void;
};

/** Writes through an endpoint: `mutate(input)`, `isPending`, `error` (an `ApiProblem` with its fields). */
export function useWrite<E extends Endpoint>(
  endpoint: E,
  { base = "/api/v1", refreshes = [], onSuccess }: WriteOptions<E> = {},
) {
  const client = useQueryClient();
  // One key per attempt of the teammate, kept over the retries of the network.
  const keys = useMemo(() => new WeakMap<object, string>(), []);
  return useMutation<CallResult<E>, ApiProblem, CallInput<E>>({
    mutationFn: (input) => {
      const key = keys.get(input) ?? newIdempotencyKey();
      keys.set(input, key);
      return call(endpoint, input, { idempotencyKey: key, base });
    },
    onSuccess: async (result, input) => {
      onSuccess?.(result, input);
      await Promise.all(refreshes.map((one) => client.invalidateQueries({ queryKey: keyOf(one) })));
    },
  });
}

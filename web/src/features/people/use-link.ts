import { checkLink } from "@perennial/contract";
import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client.ts";
import type { ApiProblem } from "../../api/problem.ts";

type Purpose = "set-up" | "invitation" | "password-reset";

/** What a link is good for: whom it names and the company, or why it does not work any more. */
export function useLink(purpose: Purpose, token: string) {
  return useQuery<{ name: string | null; email: string | null; companyName: string }, ApiProblem>({
    queryKey: ["link", purpose, token],
    queryFn: ({ signal }) => call(checkLink, { body: { token, purpose } }, { base: "/auth", signal }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

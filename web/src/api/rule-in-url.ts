import { ruleJson } from "@perennial/rules";

/** A rule in the URL, as the router reads it; what is no rule counts as none. */
export const ruleInUrl = ruleJson.optional().catch(undefined);

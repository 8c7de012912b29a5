/** How rules, lists, history and the engine name what a score brings, and the columns of `account_derived` behind it. */
export const scoreField = (slug: string) => `score:${slug}`;
export const labelField = (slug: string) => `score:${slug}.label`;
export const coverageField = (slug: string) => `score:${slug}.coverage`;
export const measureField = (slug: string, measure: string) => `measure:${slug}.${measure}`;

export const scoreColumn = (slug: string) => `h_${slug}`;
export const labelColumn = (slug: string) => `h_${slug}_label`;
export const coverageColumn = (slug: string) => `h_${slug}_coverage`;
export const pointsColumn = (slug: string, number: number) => `h_${slug}_p${number}`;

/** The engine's node whose recompute, with its dependents, makes the whole score anew. */
export const pointsNodeKey = (slug: string) => `health-points:${slug}`;
export const scoreNodeKey = (slug: string) => `health:${slug}`;
export const labelNodeKey = (slug: string) => `health-label:${slug}`;

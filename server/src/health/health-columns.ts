/** How rules, lists, history and the engine name what a score brings, and the columns of `account_derived` behind it. */
export const scoreField = (slug: string) => `score:${slug}`;
export const labelField = (slug: string) => `score:${slug}.label`;
export const coverageField = (slug: string) => `score:${slug}.coverage`;
export const modelField = (slug: string) => `score:${slug}.model`;
export const overrideField = (slug: string) => `score:${slug}.override`;
export const oldestField = (slug: string) => `score:${slug}.oldestInputOn`;
/** The primary score, whichever the company has chosen. */
export const primaryField = "primaryScore";
export const primaryLabelField = `${primaryField}.label`;
export const measureField = (slug: string, measure: string) => `measure:${slug}.${measure}`;

export const scoreColumn = (slug: string) => `h_${slug}`;
export const labelColumn = (slug: string) => `h_${slug}_label`;
export const coverageColumn = (slug: string) => `h_${slug}_coverage`;
export const modelColumn = (slug: string) => `h_${slug}_model`;
export const overrideColumn = (slug: string) => `h_${slug}_override`;
export const oldestColumn = (slug: string) => `h_${slug}_oldest`;
export const pointsColumn = (slug: string, number: number) => `h_${slug}_p${number}`;

/** The engine's node whose recompute, with its dependents, makes the whole score anew. */
export const pointsNodeKey = (slug: string) => `health-points:${slug}`;
export const modelNodeKey = (slug: string) => `health-model:${slug}`;
export const scoreNodeKey = (slug: string) => `health:${slug}`;
export const labelNodeKey = (slug: string) => `health-label:${slug}`;

/** The columns that a score adds, besides those of its measures. */
export function columnsOfScore(slug: string): { name: string; type: string }[] {
  return [
    { name: scoreColumn(slug), type: "numeric" },
    { name: labelColumn(slug), type: "text" },
    { name: coverageColumn(slug), type: "numeric" },
    { name: modelColumn(slug), type: "numeric" },
    { name: overrideColumn(slug), type: "numeric" },
    { name: oldestColumn(slug), type: "date" },
  ];
}

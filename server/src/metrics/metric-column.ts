/** The column of a metric's value, without the suffix of its parts. */
export function metricColumn(slug: string): string {
  return `m_${slug}`;
}

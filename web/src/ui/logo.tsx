/** The mark of Perennial; the word stands beside it. */
export function Logo({ size = 18 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true" className="shrink-0">
      <path d="M9 1a8 8 0 1 0 8 8h-2.4A5.6 5.6 0 1 1 9 3.4z" className="fill-accent" />
      <circle cx="14" cy="4" r="2.6" className="fill-chart-6" />
    </svg>
  );
}

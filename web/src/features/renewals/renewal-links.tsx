import { Link } from "@tanstack/react-router";

const links = [
  { to: "/forecast/what-if", words: "What if" },
  { to: "/likelihood", words: "Likelihood model" },
];

/** The ways from the renewals to what is worked out from them. */
export function RenewalLinks() {
  return (
    <nav aria-label="About these renewals" className="flex items-center gap-3 text-m">
      {links.map(({ to, words }) => (
        <Link key={to} to={to} className="rounded-small text-accent hover:underline">
          {words}
        </Link>
      ))}
    </nav>
  );
}

import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { Button } from "../../ui/button.tsx";
import { RiskDialog } from "./risk-dialog.tsx";

const links = [
  { to: "/risks/review", words: "Weekly review" },
  { to: "/risks/report", words: "Report and ledger" },
];

/** What the page of the risks leads to, and the way to record one. */
export function RiskActions() {
  const mayWrite = useMay("risks.write");
  const [isCreating, setCreating] = useState(false);
  return (
    <>
      <nav aria-label="About these risks" className="flex items-center gap-3 text-m">
        {links.map(({ to, words }) => (
          <Link key={to} to={to} className="rounded-small text-accent hover:underline">
            {words}
          </Link>
        ))}
      </nav>
      {mayWrite && (
        <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
          New risk
        </Button>
      )}
      {isCreating && <RiskDialog onClose={() => setCreating(false)} />}
    </>
  );
}

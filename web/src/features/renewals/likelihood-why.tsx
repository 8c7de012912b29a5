import { explainAccount, type Renewal } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useCall } from "../../api/query.ts";
import { WhyPanel } from "../../ui/why-panel.tsx";

/** Why the likelihood model gives a renewal its likelihood: each fact, what is usual, and what it adds in points. */
export function LikelihoodWhy({ renewal, onClose }: { renewal: Renewal; onClose: () => void }) {
  const why = useCall(
    explainAccount,
    { params: { id: renewal.accountId }, query: { of: `renewal:likelihood:${renewal.id}` } },
    { live: ["renewal"] },
  );
  return (
    <WhyPanel
      title={`${renewal.accountName}: likelihood of renewing`}
      explanation={why.data}
      error={why.error}
      onClose={onClose}
    >
      <p className="text-s text-ink-2">
        It stands beside what people say and never changes it.{" "}
        <Link to="/likelihood" className="text-accent underline">
          How good is the model?
        </Link>
      </p>
    </WhyPanel>
  );
}

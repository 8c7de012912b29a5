import { useNavigate } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/states.tsx";

/** No page has this address. */
export function NotFoundPage() {
  const navigate = useNavigate();
  return (
    <>
      <h1 className="sr-only">Page not found</h1>
      <EmptyState
        icon={Compass}
        title="There is no page at this address"
        actions={<Button onClick={() => navigate({ to: "/" })}>Go to the start</Button>}
      >
        It may have been moved or archived. ⌘K finds any record by name.
      </EmptyState>
    </>
  );
}

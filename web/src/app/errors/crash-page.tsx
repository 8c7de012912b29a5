import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { ErrorState } from "../../ui/states.tsx";

/** A page failed while drawing: the rest of the application stands, and the page can be tried again. */
export function CrashPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <>
      <h1 className="sr-only">This page could not be shown</h1>
      <ErrorState error={error} title="This page could not be shown" onRetry={retry} />
    </>
  );
}

import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import type { useMessagePreview } from "./use-message-preview.ts";

/** What the recipient will read, and which variables still lack a value. */
export function MessagePreview({
  preview,
  hasSubject,
}: {
  preview: ReturnType<typeof useMessagePreview>;
  hasSubject: boolean;
}) {
  if (preview.error)
    return <ErrorState error={preview.error} title="No preview" onRetry={() => preview.refetch()} />;
  if (!preview.data) return <Skeleton lines={4} />;
  const { texts, problems } = preview.data;
  return (
    <section aria-label="Preview" className="rounded-control border border-line bg-sunken px-3 py-2.5">
      {hasSubject && texts.subject && <p className="mb-1.5 font-medium">{texts.subject}</p>}
      {texts.body && <p className="whitespace-pre-line break-words">{texts.body}</p>}
      {problems.length > 0 && (
        <ul role="alert" className="text-s text-bad not-first:mt-2">
          {problems.map((problem) => (
            <li key={`${problem.part} ${problem.text}`}>
              {problem.kind === "missing"
                ? `${problem.text} has no value here. Give it a default, or write the words yourself.`
                : problem.text}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

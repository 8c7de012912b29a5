import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { EntryLayout } from "../../ui/entry-layout.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import type { useLink } from "./use-link.ts";

type LinkPageProps = {
  title: string;
  link: ReturnType<typeof useLink>;
  children: (holder: NonNullable<ReturnType<typeof useLink>["data"]>) => ReactNode;
};

/** A page that one enters by a link: its form once the link is known to work, else what to do about it. */
export function LinkPage({ title, link, children }: LinkPageProps) {
  if (link.data) return children(link.data);
  if (link.isPending) {
    return (
      <EntryLayout title={title}>
        <Skeleton />
      </EntryLayout>
    );
  }
  return (
    <EntryLayout
      title={link.error.code === "not-found" ? "This link does not work" : title}
      footer={
        <Link to="/sign-in" className="text-accent hover:underline">
          Go to sign in
        </Link>
      }
    >
      <p role="alert" className="text-m text-ink-2">
        {link.error.message}
      </p>
    </EntryLayout>
  );
}

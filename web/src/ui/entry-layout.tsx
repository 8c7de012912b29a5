import { type ReactNode, useEffect } from "react";
import { Logo } from "./logo.tsx";

type EntryLayoutProps = {
  title: string;
  /** What this page is for, in a line or two. */
  intro?: ReactNode;
  /** Under the card: another way in, whom to ask. */
  footer?: ReactNode;
  children: ReactNode;
};

/** The page before the application: signing in, setting up the first administrator, accepting an invitation. */
export function EntryLayout({ title, intro, footer, children }: EntryLayoutProps) {
  useEffect(() => {
    document.title = `${title} · Perennial`;
  }, [title]);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[424px] flex-col justify-center gap-4 px-4 py-8">
      <div className="flex items-center justify-center gap-2 text-l font-bold tracking-[-0.01em]">
        <Logo size={22} />
        Perennial
      </div>
      <section className="rounded-card border border-line bg-surface p-6">
        <h1 className="text-xl font-[620] tracking-[-0.015em]">{title}</h1>
        {intro && <p className="mt-1 text-m text-ink-2">{intro}</p>}
        <div className="mt-4">{children}</div>
      </section>
      {footer && <div className="text-center text-s text-ink-2">{footer}</div>}
    </main>
  );
}

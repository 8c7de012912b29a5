import type { ComponentType } from "react";

/** What a page component is given: the parameters of its path. Its search comes from `useUrlState`. */
export type PageProps = { params: Record<string, string> };

/** One page of the application, as the router, the side bar and the palette need to know it. */
export type Page = {
  /** As TanStack Router writes it: `/accounts/$accountId`. */
  path: string;
  /** What it is called in the palette and in the tab until the page names itself. */
  title: string;
  /** `shell` has the side bar; `bare` is the page alone (sign-in, a shared document, a survey). */
  frame?: "shell" | "bare";
  /** It can be read as of a day: what it shows then is of that day, or says that it is not kept. */
  readsPast?: boolean;
  /** Loads the page when it is opened. */
  load: () => Promise<ComponentType<PageProps>>;
};

/** Declares a page. The component may ask for the parameters it knows: `({ params }: { params: { id: string } })`. */
export function page<Params extends Record<string, string>>(
  definition: Omit<Page, "load"> & { load: () => Promise<ComponentType<{ params: Params }>> },
): Page {
  return definition as unknown as Page;
}

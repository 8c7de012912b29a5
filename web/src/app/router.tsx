import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from "@tanstack/react-router";
import { PastReader } from "../ui/past-reader.tsx";
import { CrashPage } from "./errors/crash-page.tsx";
import { NotFoundPage } from "./errors/not-found-page.tsx";
import type { Page } from "./page.ts";
import { Root } from "./root.tsx";
import { Shell } from "./shell/shell.tsx";

const rootRoute = createRootRoute({
  // The day as of which one reads stays while one goes from page to page; everything else belongs to its page.
  validateSearch: (search: Record<string, unknown>) => search,
  search: { middlewares: [retainSearchParams(["asOf"])] },
  component: Root,
  errorComponent: CrashPage,
});
const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: "shell", component: Shell });
/** Where no page is, one still has the side bar and the search to go on with. */
const nowhereRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "$",
  component: NotFoundPage,
});

/** A page's module is loaded when the page is opened, or when a link to it is pointed at. */
function routeOf(page: Page) {
  const Lazy = lazyRouteComponent(async () => {
    const Component = await page.load();
    const View = () => <Component params={route.useParams() as Record<string, string>} />;
    if (page.frame === "bare") return { View };
    return {
      View: () => (
        <PastReader readsPast={page.readsPast ?? false}>
          <View />
        </PastReader>
      ),
    };
  }, "View");
  const route = createRoute({
    getParentRoute: () => (page.frame === "bare" ? rootRoute : shellRoute),
    path: page.path,
    component: Lazy,
    errorComponent: CrashPage,
  });
  return route;
}

/** The router over the given pages. Pages stand in the shell unless they say otherwise. */
export function createAppRouter(pages: readonly Page[]) {
  const framed = pages.filter((page) => page.frame !== "bare").map(routeOf);
  const bare = pages.filter((page) => page.frame === "bare").map(routeOf);
  return createRouter({
    routeTree: rootRoute.addChildren([shellRoute.addChildren([...framed, nowhereRoute]), ...bare]),
    defaultPreload: "intent",
    defaultPendingMs: 200,
    scrollRestoration: true,
  });
}

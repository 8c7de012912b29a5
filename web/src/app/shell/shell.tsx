import type { Me } from "@perennial/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate, useRouter, useRouterState } from "@tanstack/react-router";
import { Menu as MenuIcon } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { onUnauthenticated } from "../../api/client.ts";
import { connectLive } from "../../api/live.ts";
import { useMe } from "../../api/me.ts";
import { useMentionablePeople } from "../../api/mentionable-people.ts";
import { listenForKeys, useAction } from "../../ui/actions.ts";
import { announce } from "../../ui/announce.tsx";
import { IconButton } from "../../ui/button.tsx";
import { cx } from "../../ui/class-names.ts";
import { syncClock } from "../../ui/clock.ts";
import { MentionPeople } from "../../ui/mention/mention-people.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Banners } from "./banners.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import { NarrowBar } from "./narrow-bar.tsx";
import { navGroups } from "./nav.ts";
import { NavKeys } from "./nav-keys.tsx";
import { useShellContent } from "./shell-content.ts";
import { SideBar } from "./side-bar.tsx";

const loadPalette = () => import("./palette.tsx");
const RaiseHand = lazy(async () => ({
  default: (await import("../../features/today/raise-hand-dialog.tsx")).RaiseHandDialog,
}));
const Palette = lazy(() => loadPalette().then((module) => ({ default: module.Palette })));

/** Puts the cursor into the page's filter: the control that carries `data-filter`. */
function focusFilter(): void {
  document.querySelector<HTMLElement>("main [data-filter]")?.focus();
}

/** After a navigation the page is announced and focus begins at its top, as after loading a page. */
function useArrival(): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const first = useRef(true);
  useEffect(() => {
    if (!path) return;
    if (first.current) {
      first.current = false;
      return;
    }
    document.getElementById("main")?.focus({ preventScroll: true });
    const timer = setTimeout(() => announce(document.title), 300);
    return () => clearTimeout(timer);
  }, [path]);
}

/**
 * The frame of every page of a signed-in teammate. It waits until it is known who that is: pages then have the
 * server's clock, the company's settings and the permissions from their first drawing on.
 */
export function Shell() {
  const me = useMe();
  const router = useRouter();
  const navigate = useNavigate();
  useEffect(
    () =>
      onUnauthenticated(() => {
        if (!("/sign-in" in router.routesByPath)) return;
        void navigate({ to: "/sign-in", search: { to: location.pathname + location.search } as never });
      }),
    [router, navigate],
  );
  if (me.data)
    return (
      <MentionPeople value={useMentionablePeople}>
        <Frame me={me.data} />
      </MentionPeople>
    );
  if (me.isPending) return <Skeleton className="p-6" />;
  return (
    <ErrorState error={me.error} title="Perennial could not be opened" onRetry={() => void me.refetch()} />
  );
}

function Frame({ me }: { me: Me }) {
  const isClockSet = useRef("");
  if (isClockSet.current !== me.now) {
    // Before the first page is drawn, not after: its dates are counted from this day.
    isClockSet.current = me.now;
    syncClock({ now: me.now, timeZone: me.company.timeZone });
  }
  const content = useShellContent(me);
  const router = useRouter();
  const client = useQueryClient();
  const [isCollapsed, setCollapsed] = useState(false);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  // Fetched behind the first page, so that what is typed right after ⌘K finds its field.
  useEffect(() => void loadPalette(), []);
  const [areKeysOpen, setKeysOpen] = useState(false);
  const [isHandUp, setHandUp] = useState(false);
  const groups = useMemo(
    () => navGroups(new Set(Object.keys(router.routesByPath)), content),
    [router, content],
  );

  useEffect(listenForKeys, []);
  useEffect(() => connectLive(client), [client]);
  useArrival();
  useAction({
    label: "Search and actions",
    group: "Everywhere",
    keys: "mod+k",
    run: () => setPaletteOpen(true),
  });
  useAction({ label: "Filter this page", group: "Everywhere", keys: "/", run: focusFilter });
  useAction({ label: "Show the keys", group: "Everywhere", keys: "?", run: () => setKeysOpen(true) });
  useAction({
    label: "Raise hand: ask your manager for help",
    group: "Everywhere",
    keys: "r h",
    run: () => setHandUp(true),
  });
  useAction({
    label: "Show or hide the side bar",
    group: "Everywhere",
    keys: "[",
    run: () => setCollapsed(!isCollapsed),
  });

  const bar = { groups, content, onSearch: () => setPaletteOpen(true), onKeys: () => setKeysOpen(true) };
  return (
    <div
      className={cx(
        "min-h-dvh lg:grid",
        isCollapsed ? "lg:grid-cols-1" : "lg:grid-cols-[212px_minmax(0,1fr)]",
      )}
    >
      <a
        href="#main"
        className="sr-only z-50 rounded-control bg-surface px-3 py-2 text-accent shadow-lift focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <NavKeys groups={groups} />
      {!isCollapsed && (
        <aside className="sticky top-0 hidden h-dvh border-r border-line lg:block">
          <SideBar {...bar} onCollapse={() => setCollapsed(true)} />
        </aside>
      )}
      <NarrowBar open={isDrawerOpen} onOpenChange={setDrawerOpen}>
        <SideBar {...bar} />
      </NarrowBar>
      <div className="flex min-w-0 flex-col">
        <Banners banners={content.banners} />
        <div className={cx("px-4 pt-3", isCollapsed ? "" : "lg:hidden")}>
          <IconButton
            icon={MenuIcon}
            label="Show the side bar"
            onClick={() =>
              matchMedia("(min-width: 1024px)").matches ? setCollapsed(false) : setDrawerOpen(true)
            }
          />
        </div>
        <main id="main" tabIndex={-1} className="min-w-0 grow px-4 pt-[18px] pb-8 outline-none lg:px-6">
          <Outlet />
        </main>
      </div>
      <KeysDialog open={areKeysOpen} onOpenChange={setKeysOpen} />
      {isPaletteOpen && (
        <Suspense fallback={null}>
          <Palette onClose={() => setPaletteOpen(false)} />
        </Suspense>
      )}
      {isHandUp && (
        <Suspense fallback={null}>
          <RaiseHand onClose={() => setHandUp(false)} />
        </Suspense>
      )}
    </div>
  );
}

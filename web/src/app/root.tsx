import { Outlet } from "@tanstack/react-router";
import { LiveRegion } from "../ui/announce.tsx";
import { Toaster } from "../ui/toast.tsx";

/** What every page has, in the shell or bare: messages, seen and heard. */
export function Root() {
  return (
    <>
      <Outlet />
      <Toaster />
      <LiveRegion />
    </>
  );
}

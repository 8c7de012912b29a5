import {
  getSampleCompany,
  listCustomObjects,
  listHubs,
  listNotifications,
  type Me,
  type SampleCompany,
  signOut,
} from "@perennial/contract";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { call } from "../../api/client.ts";
import { allows } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { formatInstant } from "../../ui/format.ts";
import type { NavEntry } from "./nav.ts";

/** What the shell shows besides the page. */
export type ShellContent = {
  teammate: { name: string; email: string };
  signOut: () => void;
  /** The hubs of this teammate, each with the path of its page. */
  hubs: readonly NavEntry[];
  /** The kinds of record that the company defined. */
  records: readonly NavEntry[];
  /** Numbers beside entries of the side bar, by path. */
  counts: Readonly<Record<string, number>>;
  /** Lines across the top: a virtual clock, sample company. */
  banners: readonly { id: string; text: ReactNode; action?: { label: string; run: () => void } }[];
};

function clockBanner(me: Me): ShellContent["banners"] {
  if (!me.isClockShifted) return [];
  const now = formatInstant(me.now, me.company.timeZone);
  return [
    {
      id: "clock",
      text: `Virtual clock: it was ${now} when this page opened, and the clock runs on from there.`,
    },
  ];
}

function sampleBanner(status: SampleCompany["status"] | undefined): ShellContent["banners"] {
  if (status === "filling")
    return [{ id: "sample", text: "The sample company is being filled; figures move meanwhile." }];
  if (status !== "present") return [];
  return [
    {
      id: "sample",
      text: "The sample company is here to try things on. Settings › Sample company removes it.",
    },
  ];
}

/** The one place where the shell's content is gathered. */
export function useShellContent(me: Me): ShellContent {
  const client = useQueryClient();
  const hubs = useCall(listHubs, {}, { live: ["hub", "dashboard"] });
  const objects = useCall(
    listCustomObjects,
    {},
    { live: ["custom-object"], enabled: allows(me.permissions, "custom-objects.read") },
  );
  const sample = useCall(getSampleCompany, {}, { live: ["sample-company"] });
  const unread = useCall(listNotifications, { query: { limit: 1 } }).data?.unreadCount ?? 0;
  return useMemo(
    () => ({
      teammate: { name: me.name, email: me.teammate?.email ?? "" },
      signOut: () => {
        void call(signOut, {}, { base: "/auth" }).finally(() => {
          client.clear();
          location.assign("/sign-in");
        });
      },
      hubs: (hubs.data?.items ?? [])
        .filter((hub) => hub.parentId === null)
        .map((hub) => ({ label: hub.name, path: `/hubs/${hub.slug}` })),
      records: (objects.data?.items ?? []).map(({ slug, namePlural }) => ({
        label: namePlural,
        path: "/records",
        search: { object: slug },
      })),
      counts: unread > 0 ? { "/inbox": unread } : {},
      banners: [...clockBanner(me), ...sampleBanner(sample.data?.status)],
    }),
    [me, client, hubs.data, objects.data, sample.data, unread],
  );
}

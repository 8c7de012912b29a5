import { useNavigate } from "@tanstack/react-router";
import { useAction } from "../../ui/actions.ts";
import type { NavEntry, NavGroup } from "./nav.ts";

function NavKey({ entry }: { entry: NavEntry }) {
  const navigate = useNavigate();
  useAction({
    label: `Go to ${entry.label}`,
    group: "Go to",
    ...(entry.key ? { keys: `g ${entry.key}` } : {}),
    run: () => void navigate({ to: entry.path }),
  });
  return null;
}

/** `g` and a letter go to the entries of the side bar; the palette lists them too. */
export function NavKeys({ groups }: { groups: readonly NavGroup[] }) {
  return groups.flatMap((group) => group.entries).map((entry) => <NavKey key={entry.path} entry={entry} />);
}

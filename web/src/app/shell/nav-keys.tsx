import { useNavigate } from "@tanstack/react-router";
import { useAction } from "../../ui/actions.ts";
import { entryKey, type NavEntry, type NavGroup } from "./nav.ts";

function NavKey({ entry }: { entry: NavEntry }) {
  const navigate = useNavigate();
  useAction({
    label: `Go to ${entry.label}`,
    group: "Go to",
    ...(entry.key ? { keys: `g ${entry.key}` } : {}),
    run: () => void navigate({ to: entry.path, ...(entry.search ? { search: entry.search as never } : {}) }),
  });
  return null;
}

/** `g` and a letter go to the entries of the side bar; the palette lists them too. */
export function NavKeys({ groups }: { groups: readonly NavGroup[] }) {
  return groups
    .flatMap((group) => group.entries)
    .map((entry) => <NavKey key={entryKey(entry)} entry={entry} />);
}

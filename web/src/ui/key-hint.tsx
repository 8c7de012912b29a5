import { cx } from "./class-names.ts";

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);
const signs: Record<string, string> = {
  mod: isApple ? "⌘" : "Ctrl",
  shift: isApple ? "⇧" : "Shift",
  alt: isApple ? "⌥" : "Alt",
  enter: "↵",
  escape: "Esc",
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
};

/** Keys as this machine names them: `mod+k` is ⌘K or Ctrl K; `g r` is G, then R. */
export function KeyHint({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className="inline-flex gap-0.5 whitespace-nowrap">
      {keys.split(/[+ ]/).map((key, at) => (
        <kbd
          key={at}
          className={cx(
            "inline-block min-w-[18px] rounded-small border border-line px-1 text-center font-sans text-xs text-ink-2",
            className,
          )}
        >
          {signs[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
        </kbd>
      ))}
    </span>
  );
}

import { cx } from "./class-names.ts";

/** `Jonas Lindqvist` → `JL`. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first, last] = [words[0] ?? "", words.length > 1 ? (words.at(-1) ?? "") : ""];
  return (first.slice(0, 1) + last.slice(0, 1)).toUpperCase();
}

/** A teammate's or contact's initials in a circle; the name stands beside it or is read out. */
export function Avatar({
  name,
  src,
  size = 20,
  nameBeside = false,
}: {
  name: string;
  src?: string;
  size?: 20 | 24 | 32;
  nameBeside?: boolean;
}) {
  const style = { width: size, height: size, fontSize: Math.round(size * 0.42) };
  if (src)
    return (
      <img
        src={src}
        alt={nameBeside ? "" : name}
        style={style}
        className="shrink-0 rounded-full object-cover"
      />
    );
  return (
    <span
      {...(nameBeside ? { "aria-hidden": true } : { role: "img", "aria-label": name })}
      style={style}
      className={cx(
        "inline-flex shrink-0 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent",
      )}
    >
      {initials(name)}
    </span>
  );
}

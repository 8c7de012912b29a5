type NotSharedProps = {
  /** What the address names: “view”. */
  noun: string;
  /** What is shown in its place: “All renewals”. */
  instead: string;
  /** Takes it out of the address. */
  onLeave: () => void;
};

/** Says that what an address names is not there for whoever opened it, and what they see in its place. */
export function NotSharedNote({ noun, instead, onLeave }: NotSharedProps) {
  return (
    <p
      role="status"
      className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-card bg-warn-soft px-3 py-2 text-m"
    >
      <span>
        The {noun} of this address is not shared with you, or is there no more. This is {instead}. Whoever
        sent it can share it with you.
      </span>
      <button type="button" className="text-accent underline" onClick={onLeave}>
        Stay with {instead}
      </button>
    </p>
  );
}

import { Popover } from "radix-ui";
import { type KeyboardEvent, useContext, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { announce } from "../announce.tsx";
import { cx } from "../class-names.ts";
import { formatCount } from "../format.ts";
import type { Option } from "../option-list.tsx";
import { MentionPeople } from "./mention-people.ts";
import { peopleCalled, typedName, withName } from "./typed-name.ts";

type Box = HTMLInputElement | HTMLTextAreaElement;
type Keys = { onKeyDown?: ((event: KeyboardEvent<never>) => void) | undefined };

/**
 * Completes names behind an `@` in a field of text: arrows choose, Enter or Tab takes, Escape leaves the list closed. The
 * focus stays in the field; `control` goes on it, `list` beside it.
 */
export function useMentions(text: string, onText: (text: string) => void, { onKeyDown }: Keys = {}) {
  const people = useContext(MentionPeople)();
  const box = useRef<Box>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [refused, setRefused] = useState<number>();
  const [activeAt, setActiveAt] = useState(0);
  const caretAfter = useRef<number>(undefined);
  const id = useId();

  const typed = caret === null ? null : typedName(text, caret);
  const found = typed && typed.from !== refused ? peopleCalled(typed.name, people) : [];
  const isOpen = found.length > 0;
  const active = Math.min(activeAt, found.length - 1);

  useLayoutEffect(() => {
    if (caretAfter.current === undefined) return;
    box.current?.setSelectionRange(caretAfter.current, caretAfter.current);
    caretAfter.current = undefined;
  });
  useEffect(() => {
    if (isOpen) announce(`${formatCount(found.length, "teammate")} to mention`);
  }, [isOpen, found.length]);

  const follow = ({ currentTarget }: { currentTarget: Box }) => {
    setCaret(currentTarget.selectionStart);
    setActiveAt(0);
  };
  const take = (person: Option | undefined) => {
    if (!person || !typed || caret === null) return;
    const said = withName(text, typed.from, caret, person.label);
    caretAfter.current = said.caret;
    setCaret(said.caret);
    onText(said.text);
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => setActiveAt((active + 1) % found.length),
    ArrowUp: () => setActiveAt((active + found.length - 1) % found.length),
    Enter: () => take(found[active]),
    Tab: () => take(found[active]),
    Escape: () => setRefused(typed?.from),
  };

  const control = {
    ref: (element: Box | null) => {
      box.current = element;
    },
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    ...(isOpen ? { "aria-controls": id, "aria-activedescendant": `${id}-${active}` } : {}),
    onSelect: (event: { currentTarget: Box }) => {
      if (event.currentTarget.selectionStart !== caret) follow(event);
    },
    onChange: (event: { currentTarget: Box }) => {
      onText(event.currentTarget.value);
      follow(event);
    },
    onBlur: () => setCaret(null),
    onKeyDown: (event: KeyboardEvent<never>) => {
      const act = isOpen && !event.nativeEvent.isComposing && !event.shiftKey ? keys[event.key] : undefined;
      if (!act) return onKeyDown?.(event);
      event.preventDefault();
      event.stopPropagation();
      act();
    },
  } as const;

  const list = (
    <Popover.Root open={isOpen}>
      <Popover.Anchor virtualRef={box as { current: Box }} />
      <Popover.Portal>
        <Popover.Content
          aria-label="Teammates to mention"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          // The field's own key handler answers it, and nothing below is closed by it.
          onEscapeKeyDown={(event) => event.preventDefault()}
          className="z-50 w-72 overflow-hidden rounded-card border border-line bg-surface p-1 shadow-lift outline-none"
        >
          <div id={id} role="listbox" aria-label="Teammates">
            {found.map((person, at) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, where the focus stays
              <div
                key={person.value}
                id={`${id}-${at}`}
                role="option"
                tabIndex={-1}
                aria-selected={at === active}
                onMouseMove={() => at !== active && setActiveAt(at)}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => take(person)}
                className={cx(
                  "flex h-[28px] items-center gap-2 rounded-control px-2 text-m text-ink",
                  at === active && "bg-sunken",
                )}
              >
                <span className="max-w-full shrink-0 truncate">{person.label}</span>
                {person.hint && (
                  <span className="ml-auto truncate pl-2 text-s text-ink-3">{person.hint}</span>
                )}
              </div>
            ))}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
  return { control, list };
}

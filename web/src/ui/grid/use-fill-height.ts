import { type RefObject, useLayoutEffect, useState } from "react";

/** The height from an element's top to the window's end, so that a grid fills the page and scrolls inside. */
export function useFillHeight(element: RefObject<HTMLElement | null>, isOn: boolean): number {
  // Never without a limit, not even for the first drawing: every row would be in sight then.
  const [height, setHeight] = useState(480);
  useLayoutEffect(() => {
    if (!isOn) return;
    const measure = () => {
      const top = (element.current?.getBoundingClientRect().top ?? 0) + scrollY;
      setHeight(Math.max(320, innerHeight - top - 32));
    };
    measure();
    // What stands above may grow: filters that wrap, a banner that appears.
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    addEventListener("resize", measure);
    return () => {
      observer.disconnect();
      removeEventListener("resize", measure);
    };
  }, [element, isOn]);
  return height;
}

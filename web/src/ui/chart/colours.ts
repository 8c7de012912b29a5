import type { ChartColour } from "./model.ts";

/** Colours as the canvas needs them: resolved from the tokens, for the theme that stands. */
export type ChartColours = {
  series: Record<ChartColour, string>;
  ink: string;
  ink2: string;
  ink3: string;
  line: string;
  surface: string;
};

/** Reads the tokens through an element, since a custom property keeps `light-dark()` unresolved. */
export function readColours(within: HTMLElement): ChartColours {
  const probe = document.createElement("span");
  probe.hidden = true;
  within.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const colours: ChartColours = {
    series: {
      1: read("chart-1"),
      2: read("chart-2"),
      3: read("chart-3"),
      4: read("chart-4"),
      5: read("chart-5"),
      6: read("chart-6"),
    },
    ink: read("ink"),
    ink2: read("ink-2"),
    ink3: read("ink-3"),
    line: read("line"),
    surface: read("surface"),
  };
  probe.remove();
  return colours;
}

import type { Widget, WidgetPlace } from "@perennial/contract";

/** The grid of a dashboard: twelve columns, rows of 30 pixels with 14 between. */
export const grid = { columns: 12, rowHeight: 30, gap: 14 } as const;

/** What a widget takes when nobody has placed it. */
const usual: Record<Widget["kind"], { w: number; h: number }> = {
  metric: { w: 3, h: 2 },
  retention: { w: 3, h: 2 },
  bar: { w: 12, h: 7 },
  line: { w: 12, h: 7 },
  pie: { w: 4, h: 7 },
  table: { w: 12, h: 13 },
  text: { w: 4, h: 3 },
};

/** So small that nothing can be read any more. */
export const least: Record<Widget["kind"], { w: number; h: number }> = {
  metric: { w: 2, h: 2 },
  retention: { w: 2, h: 2 },
  bar: { w: 3, h: 5 },
  line: { w: 3, h: 5 },
  pie: { w: 3, h: 5 },
  table: { w: 4, h: 5 },
  text: { w: 2, h: 2 },
};

/** Where every widget stands: as placed, else in the first free place below those before it. */
export function placeWidgets(widgets: readonly Widget[]): WidgetPlace[] {
  const placed: WidgetPlace[] = [];
  for (const widget of widgets) placed.push(widget.place ?? freePlace(placed, usual[widget.kind]));
  return placed;
}

/** The first place of this size, row by row, that touches none of the others. */
export function freePlace(taken: readonly WidgetPlace[], { w, h }: { w: number; h: number }): WidgetPlace {
  const from = taken.at(-1)?.y ?? 0;
  for (let y = from; ; y += 1) {
    for (let x = 0; x + w <= grid.columns; x += 1) {
      const place = { x, y, w, h };
      if (!taken.some((other) => overlaps(other, place))) return place;
    }
  }
}

export function overlaps(a: WidgetPlace, b: WidgetPlace): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** The height of a place in pixels. */
export function heightOf({ h }: WidgetPlace): number {
  return h * grid.rowHeight + (h - 1) * grid.gap;
}

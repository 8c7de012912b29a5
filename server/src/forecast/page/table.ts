import { colours, type Sheet } from "./sheet.ts";

export type Column<Row> = {
  title: string;
  /** Of the table's width. */
  share: number;
  align?: "left" | "right";
  text: (row: Row) => string;
};

const rowHeight = 15;
const headHeight = 34;

/** How many rows a table has room for in a height. */
export const rowsIn = (height: number): number => Math.max(0, Math.floor((height - headHeight) / rowHeight));

/** A table with its title: hairlines between rows, no boxes. */
export function table<Row>(
  sheet: Sheet,
  place: { x: number; y: number; width: number },
  {
    title,
    columns,
    rows,
    empty,
  }: { title: string; columns: readonly Column<Row>[]; rows: readonly Row[]; empty?: string },
): void {
  sheet.text(title, place, { size: 9, weight: "bold" });
  const top = place.y + 18;
  const write = (texts: readonly string[], y: number, colour: string) => {
    let { x } = place;
    for (const [at, { share, align = "left" }] of columns.entries()) {
      const width = share * place.width;
      sheet.text(texts[at] ?? "", { x, y, width: width - 4 }, { size: 8, align, colour });
      x += width;
    }
  };
  write(
    columns.map(({ title: of }) => of),
    top,
    colours.soft,
  );
  sheet.line(place.x, top + 12, place.x + place.width, top + 12, colours.before);
  for (const [at, row] of rows.entries()) {
    const y = place.y + headHeight + at * rowHeight;
    write(
      columns.map(({ text }) => text(row)),
      y,
      colours.ink,
    );
    sheet.line(place.x, y + 11.5, place.x + place.width, y + 11.5);
  }
  if (rows.length === 0 && empty)
    sheet.text(empty, { ...place, y: place.y + headHeight }, { size: 8, colour: colours.soft });
}

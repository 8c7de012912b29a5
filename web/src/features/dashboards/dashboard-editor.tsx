import {
  type Dashboard,
  getDashboard,
  listHubs,
  updateDashboard,
  type Widget,
  type WidgetPlace,
} from "@perennial/contract";
import { GripVertical, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { GridLayout, type LayoutItem, useContainerWidth } from "react-grid-layout";
import "react-grid-layout/css/styles.css";
import { useWrite } from "../../api/query.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { freePlace, grid, heightOf, least, placeWidgets } from "./place-widgets.ts";
import { WidgetDialog } from "./widget-dialog.tsx";
import { type WidgetTables, WidgetView } from "./widget-view.tsx";

type Draft = { key: string; widget: Widget; place: WidgetPlace };
type EditorProps = { dashboard: Dashboard; tables: WidgetTables; onDone: () => void };

const refreshes = [getDashboard, listHubs];

/** Arranges a dashboard: widgets are dragged by their heads, resized at their corner, or moved by their menu. */
export function DashboardEditor({ dashboard, tables, onDone }: EditorProps) {
  const [name, setName] = useState(dashboard.name);
  const [drafts, setDrafts] = useState(() => draftsOf(dashboard));
  const [open, setOpen] = useState<Draft | "new">();
  const { width, containerRef, mounted } = useContainerWidth();
  const save = useWrite(updateDashboard, { refreshes });
  const place = (key: string, next: WidgetPlace) =>
    setDrafts((all) => all.map((draft) => (draft.key === key ? { ...draft, place: next } : draft)));
  const put = (widget: Widget) => {
    if (open && open !== "new") {
      setDrafts((all) => all.map((draft) => (draft.key === open.key ? { ...draft, widget } : draft)));
      return;
    }
    const [size] = placeWidgets([widget]);
    if (!size) return;
    const free = freePlace(
      drafts.map((draft) => draft.place).toSorted((a, b) => a.y - b.y),
      size,
    );
    setDrafts((all) => [...all, { key: `new ${all.length} ${widget.title}`, widget, place: free }]);
  };
  const remove = (draft: Draft) => {
    setDrafts((all) => all.filter((one) => one.key !== draft.key));
    toast({
      title: `“${draft.widget.title}” taken away`,
      undo: () => setDrafts((all) => [...all, draft]),
    });
  };
  const submit = () => {
    const widgets = drafts
      .toSorted((a, b) => a.place.y - b.place.y || a.place.x - b.place.x)
      .map((draft) => ({ ...draft.widget, place: draft.place }));
    save.mutate({ params: { id: dashboard.id }, body: { name, widgets } }, { onSuccess: onDone });
  };
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <div className="w-72">
          <Input
            aria-label="Name of the dashboard"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <Button icon={Plus} onClick={() => setOpen("new")}>
          Add a widget
        </Button>
        <span className="grow" />
        <Button onClick={onDone}>Cancel</Button>
        <Button variant="primary" busy={save.isPending} disabled={name.trim() === ""} onClick={submit}>
          Save
        </Button>
      </div>
      {save.error && (
        <p role="alert" className="mb-3 rounded-control bg-bad-soft px-3 py-2 text-s text-bad">
          {save.error.message}
        </p>
      )}
      {drafts.length === 0 && <EmptyState title="No widget yet">Add the first above.</EmptyState>}
      <div ref={containerRef}>
        {mounted && (
          <GridLayout
            width={width}
            layout={drafts.map(itemOf)}
            gridConfig={{
              cols: grid.columns,
              rowHeight: grid.rowHeight,
              margin: [grid.gap, grid.gap],
              containerPadding: [0, 0],
            }}
            dragConfig={{ enabled: true, handle: "[data-drag]", cancel: "button" }}
            resizeConfig={{ enabled: true, handles: ["se"] }}
            onLayoutChange={(layout) =>
              setDrafts((all) =>
                all.map((draft) => {
                  const item = layout.find((one) => one.i === draft.key);
                  return item ? { ...draft, place: { x: item.x, y: item.y, w: item.w, h: item.h } } : draft;
                }),
              )
            }
          >
            {drafts.map((draft) => (
              <div
                key={draft.key}
                className="flex flex-col overflow-hidden rounded-card border border-line-strong bg-surface"
              >
                <WidgetHead
                  draft={draft}
                  onEdit={() => setOpen(draft)}
                  onRemove={() => remove(draft)}
                  onPlace={(next) => place(draft.key, next)}
                />
                <div
                  inert
                  className="min-h-0 grow overflow-hidden opacity-80 [&_dl]:border-0 [&_dl]:py-0.5 [&_dt]:hidden [&_section]:border-0"
                >
                  <WidgetView
                    widget={draft.widget}
                    tables={tables}
                    height={heightOf(draft.place) - 30}
                    columns={draft.place.w}
                  />
                </div>
              </div>
            ))}
          </GridLayout>
        )}
      </div>
      {open && (
        <WidgetDialog
          {...(open === "new" ? {} : { widget: open.widget })}
          onSave={put}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

function draftsOf({ widgets }: Dashboard): Draft[] {
  const places = placeWidgets(widgets);
  return widgets.flatMap((widget, at) => {
    const place = places[at];
    return place ? [{ key: `${at} ${widget.title}`, widget, place }] : [];
  });
}

function itemOf({ key, widget, place }: Draft): LayoutItem {
  return { i: key, ...place, minW: least[widget.kind].w, minH: least[widget.kind].h };
}

type HeadProps = {
  draft: Draft;
  onEdit: () => void;
  onRemove: () => void;
  onPlace: (place: WidgetPlace) => void;
};

function WidgetHead({ draft, onEdit, onRemove, onPlace }: HeadProps) {
  const { widget, place } = draft;
  const { w, h } = least[widget.kind];
  const move = (by: Partial<WidgetPlace>) => {
    const next = { ...place };
    for (const [side, step] of Object.entries(by) as [keyof WidgetPlace, number][]) next[side] += step;
    next.w = Math.max(w, Math.min(grid.columns, next.w));
    next.h = Math.max(h, next.h);
    next.x = Math.max(0, Math.min(grid.columns - next.w, next.x));
    next.y = Math.max(0, next.y);
    onPlace(next);
  };
  return (
    <div
      data-drag
      className="flex h-[30px] shrink-0 cursor-grab items-center gap-1 border-b border-line bg-sunken pl-2 text-s"
    >
      <span className="min-w-0 grow truncate text-ink-2">{widget.title}</span>
      <Menu align="end" trigger={<IconButton icon={GripVertical} label={`Move or resize ${widget.title}`} />}>
        <MenuItem onSelect={() => move({ x: -1 })}>To the left</MenuItem>
        <MenuItem onSelect={() => move({ x: 1 })}>To the right</MenuItem>
        <MenuItem onSelect={() => move({ y: -2 })}>Up</MenuItem>
        <MenuItem onSelect={() => move({ y: 2 })}>Down</MenuItem>
        <MenuItem onSelect={() => move({ w: 1 })}>Wider</MenuItem>
        <MenuItem onSelect={() => move({ w: -1 })}>Narrower</MenuItem>
        <MenuItem onSelect={() => move({ h: 1 })}>Taller</MenuItem>
        <MenuItem onSelect={() => move({ h: -1 })}>Lower</MenuItem>
      </Menu>
      <IconButton icon={Pencil} label={`Edit ${widget.title}`} onClick={onEdit} />
      <IconButton icon={Trash2} label={`Take ${widget.title} away`} onClick={onRemove} />
    </div>
  );
}

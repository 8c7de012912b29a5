import {
  archiveView,
  listViews,
  restoreView,
  updateView,
  type View,
  type ViewDefinition,
} from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { Archive, ChevronDown, Pencil, Plus, RotateCcw, Save } from "lucide-react";
import { useState } from "react";
import { call } from "../../api/client.ts";
import { useMay } from "../../api/me.ts";
import { useWrite } from "../../api/query.ts";
import type { ViewedObject } from "../../api/viewed-object.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from "../../ui/menu.tsx";
import { toast } from "../../ui/toast.tsx";
import { SaveViewDialog } from "./save-view-dialog.tsx";
import { untouched, type ViewPatch } from "./view-state.ts";

type SwitcherProps<Row extends ListedRow> = {
  viewed: ViewedObject<Row>;
  saved: readonly View[];
  open: View | undefined;
  definition: ViewDefinition;
  rule: RuleJson;
  isChanged: boolean;
  change: (patch: ViewPatch) => void;
};

const refreshes = [listViews];

/** Which view is open, the others, and what can be done with it. */
export function ViewSwitcher<Row extends ListedRow>(props: SwitcherProps<Row>) {
  const { viewed, saved, open, definition, rule, isChanged, change } = props;
  const mayWrite = useMay("views.write");
  const [dialog, setDialog] = useState<"save" | "edit">();
  const update = useWrite(updateView, { refreshes });
  const archive = useWrite(archiveView, { refreshes });
  const current = { ...definition, filter: rule };
  const show = (view: string | undefined) => change({ ...untouched, view });
  const saveInPlace = (view: View) =>
    update.mutate(
      { params: { id: view.id }, body: { definition: current } },
      {
        onSuccess: () => {
          show(view.id);
          toast({ title: `“${view.name}” saved`, tone: "good" });
        },
        onError: (error) => toast({ title: error.message, tone: "bad" }),
      },
    );
  const remove = (view: View) =>
    archive.mutate(
      { params: { id: view.id } },
      {
        onSuccess: () => {
          show(undefined);
          const undo = () => void call(restoreView, { params: { id: view.id } }).then(() => show(view.id));
          toast({ title: `“${view.name}” archived`, undo });
        },
        onError: (error) => toast({ title: error.message, tone: "bad" }),
      },
    );
  const own = saved.filter((view) => view.sharing === "private");
  const shared = saved.filter((view) => view.sharing !== "private");
  return (
    <span className="flex items-center gap-1.5">
      <Menu
        trigger={
          <Chip aria-label={`View: ${open?.name ?? viewed.usualName}`}>
            {open?.name ?? viewed.usualName}
            <ChevronDown size={12} aria-hidden className="ml-1 inline text-ink-3" />
          </Chip>
        }
      >
        <MenuChoice checked={!open} onSelect={() => show(undefined)}>
          {viewed.usualName}
        </MenuChoice>
        <ViewChoices title="Mine" views={own} open={open} onOpen={show} />
        <ViewChoices title="Shared" views={shared} open={open} onOpen={show} />
        {mayWrite && (
          <>
            <MenuSeparator />
            <MenuItem icon={Plus} onSelect={() => setDialog("save")}>
              Save as a view …
            </MenuItem>
            {open && !open.isEditable && (
              <MenuLabel>
                {open.ownerName && `By ${open.ownerName}. `}Not yours to change: save a copy as your own.
              </MenuLabel>
            )}
            {open?.isEditable && (
              <>
                <MenuItem icon={Pencil} onSelect={() => setDialog("edit")}>
                  Name and sharing …
                </MenuItem>
                <MenuItem icon={Archive} danger onSelect={() => remove(open)}>
                  Archive “{open.name}”
                </MenuItem>
              </>
            )}
          </>
        )}
      </Menu>
      {isChanged && (
        <>
          {open?.isEditable && (
            <Button variant="quiet" icon={Save} busy={update.isPending} onClick={() => saveInPlace(open)}>
              Save
            </Button>
          )}
          {mayWrite && !open?.isEditable && (
            <Button variant="quiet" icon={Plus} onClick={() => setDialog("save")}>
              Save as
            </Button>
          )}
          <Button variant="quiet" icon={RotateCcw} onClick={() => show(open?.id)}>
            Reset
          </Button>
        </>
      )}
      {dialog && (
        <SaveViewDialog
          object={viewed.object}
          definition={current}
          {...(dialog === "edit" && open ? { view: open } : {})}
          onSaved={(view) => dialog === "save" && show(view.id)}
          onClose={() => setDialog(undefined)}
        />
      )}
    </span>
  );
}

function ViewChoices({
  title,
  views,
  open,
  onOpen,
}: {
  title: string;
  views: readonly View[];
  open: View | undefined;
  onOpen: (id: string) => void;
}) {
  if (views.length === 0) return null;
  return (
    <>
      <MenuSeparator />
      <MenuLabel>{title}</MenuLabel>
      {views.map((view) => (
        <MenuChoice key={view.id} checked={view.id === open?.id} onSelect={() => onOpen(view.id)}>
          {view.name}
        </MenuChoice>
      ))}
    </>
  );
}

import { listCustomObjects, listTraits, removeTrait, restoreTrait, type Trait } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { ListOrdered, Plus, Sigma } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { SettingsFrame } from "../../ui/settings-frame.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { toast } from "../../ui/toast.tsx";
import { typeLabel } from "../../ui/trait-types.ts";
import { useUrlState } from "../../ui/url-state.ts";
import { ArrangeTraitsDialog } from "./arrange-traits-dialog.tsx";
import { FieldOwners } from "./field-owners.tsx";
import { KeyRoles } from "./key-roles.tsx";
import { objectLabel, objects } from "./objects.ts";
import { TraitDialog } from "./trait-dialog.tsx";

const search = z.object({
  part: z.string().default("account"),
  show: z.enum(["used", "archived", "sources"]).default("used"),
});

/** The company's own fields, object by object, and the slots that teammates hold on accounts. */
export function TraitsPage() {
  const [{ part, show }, change] = useUrlState(search);
  const mayWrite = useMay("traits.write");
  const custom = useCall(listCustomObjects, {}, { live: ["custom-object"] }).data?.items ?? [];
  const parts = [
    ...objects.map((each) => ({ id: each.value as string, title: each.plural })),
    ...custom.map((each) => ({ id: each.slug, title: each.namePlural })),
    { id: "key-roles", title: "Key roles" },
  ];
  const [edited, setEdited] = useState<Trait | "new">();
  const navigate = useNavigate();
  const open = (trait: Trait) =>
    trait.formula === null ? setEdited(trait) : void navigate({ to: calculatedTrait(trait.id) });
  return (
    <SettingsFrame
      title="Traits and key roles"
      intro="A trait is a field of your own, with a type. Every record has it at once; rules, lists, imports and the API know it by its slug."
      actions={
        mayWrite &&
        part !== "key-roles" && (
          <>
            {part === "account" && (
              <Button icon={Sigma} onClick={() => void navigate({ to: calculatedTrait("new") })}>
                New calculated trait
              </Button>
            )}
            <Button variant="primary" icon={Plus} onClick={() => setEdited("new")}>
              New trait
            </Button>
          </>
        )
      }
    >
      <Tabs label="Objects" tabs={parts} value={part} onValueChange={(id) => change({ part: id })}>
        {part === "key-roles" ? (
          <KeyRoles mayWrite={mayWrite} />
        ) : (
          <TraitList
            object={part}
            show={show}
            onShow={(next) => change({ show: next })}
            onOpen={mayWrite ? open : undefined}
          />
        )}
      </Tabs>
      {edited && part !== "key-roles" && (
        <TraitDialog
          object={part}
          {...(edited === "new" ? {} : { trait: edited })}
          onClose={() => setEdited(undefined)}
        />
      )}
    </SettingsFrame>
  );
}

/** The page of a calculated trait. */
const calculatedTrait = (id: string) => `/settings/traits/${id}`;

type Shown = z.output<typeof search>["show"];

type TraitListProps = {
  object: string;
  show: Shown;
  onShow: (show: Shown) => void;
  onOpen: ((trait: Trait) => void) | undefined;
};

function TraitList({ object, show, onShow, onOpen }: TraitListProps) {
  const isArchived = show === "archived";
  const traits = useCall(listTraits, { query: { object, archived: isArchived ? "true" : "false" } });
  const restore = useWrite(restoreTrait, {
    refreshes: [listTraits],
    onSuccess: (trait) => toast({ title: `“${trait.name}” is restored, with its values` }),
  });
  const [isArranging, setArranging] = useState(false);
  const [removed, setRemoved] = useState<readonly Trait[]>([]);
  const remove = useWrite(removeTrait, { refreshes: [listTraits] });
  const removeAll = async () => {
    for (const { id } of removed) await remove.mutateAsync({ params: { id }, body: {} });
    toast({
      title:
        removed.length === 1 ? `“${removed[0]?.name}” is removed` : `${removed.length} traits are removed`,
    });
    setRemoved([]);
  };
  if (traits.error) return <ErrorState error={traits.error} onRetry={() => void traits.refetch()} />;
  return (
    <>
      <div className="mb-2.5 flex gap-1.5">
        <Chip pressed={show === "used"} onClick={() => onShow("used")}>
          In use
        </Chip>
        <Chip pressed={isArchived} onClick={() => onShow("archived")}>
          Archived
        </Chip>
        <Chip pressed={show === "sources"} onClick={() => onShow("sources")}>
          Source of truth
        </Chip>
        {onOpen && show === "used" && (traits.data?.items.length ?? 0) > 1 && (
          <Button variant="quiet" icon={ListOrdered} className="ml-auto" onClick={() => setArranging(true)}>
            Arrange
          </Button>
        )}
      </div>
      {isArranging && traits.data && (
        <ArrangeTraitsDialog object={object} traits={traits.data.items} onClose={() => setArranging(false)} />
      )}
      <ConfirmDialog
        open={removed.length > 0}
        onOpenChange={(isOpen) => !isOpen && setRemoved([])}
        title={removed.length === 1 ? `Remove “${removed[0]?.name}”?` : `Remove ${removed.length} traits?`}
        consequence="Their columns are dropped with every value. This cannot be undone; only the history keeps what the values were."
        confirmLabel="Remove for good"
        danger
        onConfirm={() =>
          void removeAll().catch((error: unknown) =>
            toast({ title: error instanceof Error ? error.message : "Not removed", tone: "bad" }),
          )
        }
      />
      {show === "sources" ? (
        <FieldOwners object={object} mayWrite={onOpen !== undefined} />
      ) : (
        <DataGrid
          label={`Traits of ${objectLabel(object)}`}
          columns={columns}
          rows={traits.data?.items ?? []}
          rowId={(trait) => trait.id}
          isLoading={traits.isPending}
          height="content"
          {...(onOpen
            ? {
                onOpen: (trait: Trait) =>
                  isArchived ? restore.mutate({ params: { id: trait.id } }) : onOpen(trait),
              }
            : {})}
          selectionActions={(rows, clear) =>
            onOpen &&
            isArchived && (
              <>
                <Button
                  onClick={() => {
                    for (const trait of rows) restore.mutate({ params: { id: trait.id } });
                    clear();
                  }}
                >
                  Restore
                </Button>
                <Button
                  variant="danger"
                  onClick={() => {
                    setRemoved(rows);
                    clear();
                  }}
                >
                  Remove for good
                </Button>
              </>
            )
          }
          empty={
            <EmptyState
              title={isArchived ? "Nothing is archived" : `No traits of ${objectLabel(object)} yet`}
            >
              {!isArchived && "Imports and CRM syncs can make them too."}
            </EmptyState>
          }
        />
      )}
    </>
  );
}

const columns: GridColumn<Trait>[] = [
  { id: "name", type: "text", title: "Name", width: 200 },
  { id: "slug", type: "text", title: "Slug", width: 160, hint: "How rules, imports and the API name it" },
  { id: "type", type: "text", title: "Type", width: 130, value: (trait) => typeLabel(trait.type) },
  { id: "group", type: "text", title: "Group", width: 120 },
  {
    id: "options",
    type: "text",
    title: "Options",
    width: 200,
    value: (trait) => trait.options.map((option) => option.label).join(", ") || null,
    missing: "only select traits have options",
  },
  { id: "isRequired", type: "boolean", title: "Required", width: 90 },
  {
    id: "formula",
    type: "text",
    title: "Formula",
    width: 280,
    missing: "filled in by people, imports and connectors",
  },
];

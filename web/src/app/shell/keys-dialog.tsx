import { useActions } from "../../ui/actions.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { KeyHint } from "../../ui/key-hint.tsx";

/** Every key that works here, by group. */
export function KeysDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const withKeys = useActions().filter((action) => action.keys);
  const groups = Map.groupBy(withKeys, (action) => action.group);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys" width="m">
      <div className="columns-1 gap-8 sm:columns-2">
        {[...groups].map(([group, actions]) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-s font-medium text-ink-3">{group}</h3>
            <dl>
              {actions.map((action) => (
                <div key={`${action.keys} ${action.label}`} className="flex justify-between gap-4 py-1">
                  <dt>{action.label}</dt>
                  <dd>
                    <KeyHint keys={action.keys ?? ""} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

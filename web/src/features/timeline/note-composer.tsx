import { type Account, accountTimeline, notes } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { MentionTextArea } from "../../ui/mention/mention-box.tsx";
import { toast } from "../../ui/toast.tsx";

/** Writes a note; teammates mentioned in it are told. */
export function NoteComposer({ account }: { account: Account }) {
  const [body, setBody] = useState("");
  const [mentions, setMentions] = useState<string[]>([]);
  const people = useTeammateOptions();
  const write = useWrite(notes.create, {
    refreshes: [accountTimeline],
    onSuccess: () => {
      setBody("");
      setMentions([]);
      toast({ title: "Note saved" });
    },
  });
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (body.trim() !== "") write.mutate({ body: { account: account.id, body, mentions } });
      }}
    >
      <MentionTextArea
        aria-label="Write a note"
        placeholder="Write a note, @ to tell somebody …"
        rows={2}
        value={body}
        onText={setBody}
      />
      {write.error && (
        <p role="alert" className="text-s text-bad">
          {write.error.message}
        </p>
      )}
      {body.trim() !== "" && (
        <span className="flex flex-wrap gap-2">
          <Button variant="primary" type="submit" disabled={write.isPending}>
            Save note
          </Button>
          <Combobox
            multiple
            label="Mention"
            placeholder="@ Mention somebody"
            options={[...people]}
            value={mentions}
            onValueChange={setMentions}
          />
        </span>
      )}
    </form>
  );
}

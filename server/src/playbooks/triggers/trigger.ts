import type { PlaybookTrigger, TriggerKindName } from "@perennial/contract";
import type { RawBuilder } from "kysely";
import type { App } from "../../kernel/app.ts";
import type { DomainEvent } from "../../kernel/command.ts";
import type { Context } from "../../kernel/context.ts";
import type { Db, Tx } from "../../kernel/db.ts";
import type { Names } from "../names.ts";
import type { FieldProblem } from "../steps/step.ts";

export type SettingsOf<K extends TriggerKindName> = Extract<PlaybookTrigger, { kind: K }>;

/** All that is known of one kind of trigger. */
export type TriggerKind<K extends TriggerKindName = TriggerKindName> = {
  kind: K;
  label: string;
  /** The events that begin and end a match; each names the account it is about. */
  enters?: string;
  leaves?: string;
  /** What an event is about, to be found among the keys of playbooks. */
  keyOfEvent(event: DomainEvent): string | null;
  keyOf(settings: SettingsOf<K>, playbookId: string): string | null;
  describe(settings: SettingsOf<K>, names: Names): string;
  /** Why a run began, as its trace says. */
  because(settings: SettingsOf<K>, names: Names): string;
  /** The fields of accounts that decide, and what is wrong with the settings. */
  check(args: {
    app: App;
    tx: Tx;
    settings: SettingsOf<K>;
  }): Promise<{ reads: string[]; problems: FieldProblem[] }>;
  /** Who matches now, as a condition over `r` and `r_d`; null when nobody does by itself. */
  matching(args: {
    app: App;
    db: Db | Tx;
    ctx: Context;
    settings: SettingsOf<K>;
  }): Promise<RawBuilder<boolean | null> | null>;
};

/** Declares a kind of trigger. */
export function triggerKind<K extends TriggerKindName>(kind: TriggerKind<K>): TriggerKind<K> {
  return kind;
}

import {
  autocompletion,
  type Completion,
  type CompletionContext,
  completionKeymap,
  startCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { RuleCatalog } from "@perennial/contract";
import { useEffect, useRef } from "react";
import { completionsAt } from "./complete-formula.ts";
import { formulaTheme } from "./formula-theme.ts";

export type FormulaCodeProps = {
  value: string;
  onChange: (formula: string) => void;
  catalog: RuleCatalog;
  /** The object that the formula is about. */
  object: string;
  problems: readonly { from: number; to: number; message: string }[];
  isReadOnly: boolean;
  /** What ties the text to its label and problems. */
  attributes: Record<string, string>;
};

/** Colours texts, numbers and functions; what a name means is the checker's. */
const language = StreamLanguage.define({
  token(stream) {
    if (stream.match(/"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?/)) return "string";
    if (stream.match(/\d+(?:\.\d+)?/)) return "number";
    if (stream.match(/(?:and|or|not|where|true|false)\b/i)) return "keyword";
    if (stream.match(/[A-Za-z_]\w*(?=\s*\()/)) return "labelName";
    if (stream.match(/[A-Za-z_][\w:.]*/)) return "variableName";
    stream.next();
    return null;
  },
});
const colours = HighlightStyle.define([
  { tag: tags.string, color: "var(--good)" },
  { tag: tags.number, color: "var(--warn)" },
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.labelName, color: "var(--accent)" },
]);

const icons = {
  field: "property",
  name: "constant",
  relation: "namespace",
  function: "function",
  word: "keyword",
};

/** The text of a formula, with completion and its problems under their characters. Loaded when first shown. */
export function FormulaCode(props: FormulaCodeProps) {
  const { value, problems, isReadOnly, attributes } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const settings = useRef(new Compartment());

  useEffect(() => {
    if (!host.current) return;
    const { value: doc } = latest.current;
    // A list that opened by itself counts as asked for to the library, and would stay open from word to word.
    let isAskedFor = false;
    const askFor = (shown: EditorView) => {
      isAskedFor = true;
      return startCompletion(shown);
    };
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc,
        extensions: [
          history(),
          Prec.highest(keymap.of([{ key: "Ctrl-Space", run: askFor }])),
          keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          language,
          syntaxHighlighting(colours),
          formulaTheme,
          EditorView.lineWrapping,
          autocompletion({
            override: [(context) => complete(context, latest.current, isAskedFor)],
            icons: false,
          }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            const text = update.state.doc.toString();
            if (text !== latest.current.value) latest.current.onChange(text);
            isAskedFor = false;
            if (!opensChoice(text.slice(0, update.state.selection.main.head))) return;
            startCompletion(update.view);
          }),
          settings.current.of([]),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, []);

  const attributesKey = JSON.stringify(attributes);
  useEffect(() => {
    const given = JSON.parse(attributesKey) as Record<string, string>;
    view.current?.dispatch({
      effects: settings.current.reconfigure([
        EditorState.readOnly.of(isReadOnly),
        EditorView.editable.of(!isReadOnly),
        EditorView.contentAttributes.of(given),
      ]),
    });
  }, [isReadOnly, attributesKey]);

  useEffect(() => {
    const shown = view.current;
    if (!shown || shown.state.doc.toString() === value) return;
    shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const shown = view.current;
    if (shown)
      shown.dispatch(
        setDiagnostics(
          shown.state,
          problems.map((each) => diagnosticOf(each, shown)),
        ),
      );
  }, [problems]);

  return <div ref={host} />;
}

/** A problem at the end of the text marks its last character, so that there is something to see. */
function diagnosticOf(problem: FormulaCodeProps["problems"][number], view: EditorView): Diagnostic {
  const { length } = view.state.doc;
  const to = Math.min(problem.to, length);
  const from = Math.min(problem.from, to);
  return {
    from: from === to ? Math.max(0, from - 1) : from,
    to,
    severity: "error",
    message: problem.message,
  };
}

/** Whether a dot or an opening quote was written last: there one of a few names follows. */
function opensChoice(text: string): boolean {
  return text.endsWith(".") || (text.endsWith('"') && (text.match(/"/g)?.length ?? 0) % 2 === 1);
}

/** What fits at the cursor; where no word has begun only when asked for, so that nothing opens over what is finished. */
function complete(context: CompletionContext, { catalog, object }: FormulaCodeProps, isAskedFor: boolean) {
  const text = context.state.sliceDoc(0, context.pos);
  const { from, options } = completionsAt(text, catalog, object);
  if (options.length === 0 || (from === context.pos && !isAskedFor && !text.endsWith("."))) return null;
  return {
    from,
    options: options.map(
      ({ label, detail, kind, info, insert }): Completion => ({
        label,
        // The blank keeps the two apart where the option is read aloud.
        detail: ` ${detail}`,
        type: icons[kind],
        boost: kind === "field" || kind === "name" ? 1 : 0,
        ...(info === undefined ? {} : { info }),
        ...(insert === undefined ? {} : { apply: insert }),
      }),
    ),
    validFor: /^[\w:"]*$/,
  };
}

/** Whether more lines are needed before a text is a whole command. */
import {
  type AndOr,
  type CompoundList,
  forEachChild,
  type ParsedScript,
  type PipelineNode,
  type SyntaxNode,
} from "unbash";

/** Errors that end the text because something was opened and not closed. */
export function isIncomplete(text: string, script: ParsedScript): boolean {
  if (/(?:^|[^\\])(?:\\\\)*\\\n?$/.test(text) && !/(?:^|\s)#[^\n]*\n?$/.test(text)) return true;
  const first = script.errors?.reduce((a, b) => (b.pos < a.pos ? b : a));
  if (first) {
    if (/^unterminated/.test(first.message)) return true;
    return text.slice(first.pos).trim() === "";
  }
  return hasOpenHereDocument(script.commands);
}

type Visited = SyntaxNode | PipelineNode | AndOr | CompoundList;

function hasOpenHereDocument(nodes: readonly Visited[]): boolean {
  return nodes.some(isOpen);
}

function isOpen(node: Visited): boolean {
  if (node.type === "HereDoc") return node.closing === undefined;
  if (node.type === "Word") return false;
  let open = false;
  forEachChild(node, (child) => {
    if (!open && isOpen(child)) open = true;
  });
  return open;
}

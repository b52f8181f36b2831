/** `nft` in a namespace: with options, its words in quotes of the shell. */
import type { Draw } from "../../draw.ts";
import { Words } from "../../step.ts";
import type { World } from "../../world.ts";
import type { Ruleset } from "./ruleset.ts";

/** Makes one command of the language, and tells the ruleset what it will have done. */
export type NftProduction = (draw: Draw, ruleset: Ruleset, world: World) => string;

function program(draw: Draw, namespace: string): Words {
  return new Words(draw, namespace === "" ? "nft" : `ip netns exec ${namespace} nft`);
}

/** Options that change what changes print. */
function changeOptions(draw: Draw, words: Words, text = ""): Words {
  return words
    .maybe(text.startsWith("create") ? 0 : 0.06, () => draw.word("-e -e --echo -ea"))
    .maybe(0.04, () => draw.word("-a --handle -c -c --check -s -n -nn"));
}

/** One command. */
export function change(draw: Draw, namespace: string, text: string): Words {
  return changeOptions(draw, program(draw, namespace), text).add(quote(text));
}

/** Options of output. */
function listOptions(draw: Draw, words: Words): Words {
  return words
    .maybe(0.5, () =>
      draw.word("-a -n -nn -s -t -y -S -p -u -T -an -as -nas -at --handle --numeric --stateless --terse -N"),
    )
    .maybe(0.2, () =>
      draw.word(
        "-a -n -s -t -y -S -p -u --numeric-priority --service --guid --numeric-protocol --numeric-time --reversedns -N -e -c",
      ),
    )
    .maybe(0.01, () => draw.word("--foo -Z --ha --num -f -I --includepath -D --define -V -v --version"));
}

/** One command that prints. */
export function show(draw: Draw, namespace: string, text: string): Words {
  const words = listOptions(draw, program(draw, namespace)).add(quote(text));
  return words.maybe(0.01, () => draw.word("-a -n --handle"));
}

/** A file of commands. */
export function file(draw: Draw, namespace: string, lines: readonly string[]): Words {
  const words = new Words(draw, "printf '%s\\n'");
  for (const line of lines) words.optional(quote(line));
  words.add(namespace === "" ? "| nft" : `| ip netns exec ${namespace} nft`);
  words.maybe(0.15, () => draw.pick(["-D v=10.0.0.1", "-D w=22", "--define v=7", "-D v", "-I /tmp"]));
  return changeOptions(draw, words, lines.some((line) => line.startsWith("create")) ? "create" : "").add(
    draw.word("-f\u00a0- -f\u00a0- -f\u00a0/dev/stdin").replace("\u00a0", " "),
  );
}

/** @param text has no quote of this kind */
function quote(text: string): string {
  return `'${text.replaceAll("'", "")}'`;
}

/** `ip -batch`, and `ip monitor` with options of its own. */
import type { Draw } from "../draw.ts";
import { Words } from "../step.ts";
import type { World } from "../world.ts";
import { ADDRESS } from "./address.ts";
import { ip, type Production } from "./grammar.ts";
import { LINK } from "./link.ts";
import { NEIGH } from "./neigh.ts";
import { ROUTE } from "./route.ts";

const SUBJECTS = [
  [4, LINK],
  [4, ADDRESS],
  [1, ROUTE],
  [1, NEIGH],
] as const;

/** A command of `ip` in some namespace; undefined for others, and those that quote. */
function command(draw: Draw, world: World): { namespace: string; text: string; settle: number } | undefined {
  const step = draw.weighted(draw.weighted(SUBJECTS))(draw, world).done();
  const text = step.parts.map((part) => part.text).join(" ");
  const match = /^ip (?:-n (\w+) )?([^"|&;>]*)$/.exec(text);
  return match === null
    ? undefined
    : { namespace: match[1] ?? "", text: match[2] ?? "", settle: step.settle };
}

const ODD_LINES = [
  "",
  "# nothing",
  "foo",
  "link foo",
  "help",
  "link help",
  "  addr\tshow",
  "-4 addr",
  "netns list",
  "rule",
  "link show lo # tail",
  "link 'show' lo",
  "link show 'lo",
  "maddr show dev lo",
  "netconf show dev lo",
  "addr show scope host",
  "route show table all",
  "link show \\\\",
];

/** The commands are those of one namespace. */
const batch: Production = (draw, world) => {
  const lines: string[] = [];
  const namespace = world.namespace(draw);
  let settle = 0;
  for (let count = draw.int(1, 6); count > 0; count--) {
    const made = draw.chance(0.2) ? undefined : command(draw, world);
    const fits = made !== undefined && (made.namespace === namespace || draw.chance(0.1));
    if (fits) settle = Math.max(settle, made.settle);
    // options stand before the command line's object, not in a line
    lines.push(fits ? made.text.replace(/^(-\S+ )+/, "") : draw.pick(ODD_LINES));
  }
  const words = new Words(draw, "printf '%s\\n'");
  for (const line of lines) words.optional(`"${line}"`);
  words.add(namespace === "" ? "| ip" : `| ip -n ${namespace}`);
  words.maybe(0.5, () => draw.word("-force -f0rce -forc -force"));
  words.maybe(0.2, () => draw.pick(["-4", "-6", "-d", "-o", "-j", "-br", "-s", "-all", "-j -p"]));
  words.add(`${draw.word("-b -batch -bat")} -`).maybe(0.03, "link show lo");
  return words.settle(settle);
};

const OBJECTS = "link address route neigh rule netconf nsid prefix all label";

/** What a listener shows of a command. */
const monitor: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const made = command(draw, world);
  if (made === undefined || world.mode === "dad") return batch(draw, world);
  const words = new Words(draw, "timeout 0.4");
  const inner = ip(draw, namespace);
  words
    .add(inner.text)
    .maybe(0.4, () => draw.pick(["-d", "-o", "-br", "-4", "-6", "-0", "-j", "-s", "-N", "-d -o", "-iec"]));
  words.add(draw.word("monitor mon mo"));
  words.maybe(0.2, () => `dev ${world.deviceName(draw, namespace)}`);
  words
    .maybe(0.1, "all-nsid")
    .maybe(0.4, () => draw.word(OBJECTS))
    .maybe(0.2, () => draw.word(OBJECTS));
  words.add(`>/tmp/.heard 2>&1 & sleep 0.15;`);
  words.add(`${made.namespace === "" ? "ip" : `ip -n ${made.namespace}`} ${made.text};`);
  return words.add("wait $!; cat /tmp/.heard");
};

export const BATCH: readonly (readonly [number, Production])[] = [[1, batch]];
export const MONITOR: readonly (readonly [number, Production])[] = [[1, monitor]];

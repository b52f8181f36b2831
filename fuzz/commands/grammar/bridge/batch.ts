/** `bridge -batch`, and `bridge monitor`. */
import type { Draw } from "../../draw.ts";
import { Words } from "../../step.ts";
import type { World } from "../../world.ts";
import type { Production } from "../grammar.ts";
import { BRIDGE } from "./device.ts";
import { FDB } from "./fdb.ts";
import { BRIDGE_VLAN, MDB } from "./mdb.ts";
import { bridge, bridgedNamespace } from "./names.ts";
import { PORT } from "./port.ts";

const SUBJECTS = [
  [4, FDB],
  [3, PORT],
  [2, MDB],
  [1, BRIDGE_VLAN],
] as const;

function textOf(words: Words): string {
  return words
    .done()
    .parts.map(({ text }) => text)
    .join(" ");
}

/** A command of `bridge` in this namespace without its program and options; undefined for others. */
function line(draw: Draw, world: World, namespace: string): string | undefined {
  const text = textOf(draw.weighted(draw.weighted(SUBJECTS))(draw, world));
  const match = /^bridge (?:-n (\w+) )?((?:-\S+ )*)([^"|&;>]*)$/.exec(text);
  return match !== null && (match[1] ?? "") === namespace ? match[3] : undefined;
}

const ODD_LINES = [
  "",
  "# nothing",
  "foo",
  "link",
  "fdb foo",
  "help",
  "link show # tail",
  "  fdb\tshow",
  "mdb",
  "vlan",
];

const batch: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const words = new Words(draw, "printf '%s\\n'");
  for (let count = draw.int(1, 6); count > 0; count--)
    words.optional(
      `"${(draw.chance(0.85) ? line(draw, world, namespace) : undefined) ?? draw.pick(ODD_LINES)}"`,
    );
  words.add(namespace === "" ? "| bridge" : `| bridge -n ${namespace}`);
  words
    .maybe(0.5, () => draw.word("-force -forc -force"))
    .maybe(0.3, () => draw.pick(["-d", "-s", "-j", "-o", "-c", "-j -p", "-d -s"]));
  return words
    .add(`${draw.word("-b -batch -bat")} -`)
    .maybe(0.03, "link show")
    .settle(0.05);
};

/** What a listener shows of a command. */
const monitor: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const made =
    draw.chance(0.3) && world.mode === "ipv4"
      ? textOf(draw.weighted(BRIDGE)(draw, world))
      : textOf(draw.weighted(draw.weighted(SUBJECTS))(draw, world));
  const words = new Words(draw, "timeout 0.4");
  words.add(bridge(draw, namespace, 0.4).text).add(draw.word("monitor monitor mon"));
  words.maybe(0.6, () => draw.word("all link fdb mdb vlan neigh foo"));
  words.add(`>/tmp/.heard 2>&1 & sleep 0.15; ${made}; wait $!; cat /tmp/.heard`);
  return words.settle(1.2);
};

export const BRIDGE_BATCH: readonly (readonly [number, Production])[] = [
  [3, batch],
  [2, monitor],
];

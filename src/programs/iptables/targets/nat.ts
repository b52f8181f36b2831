/** `DNAT` and `SNAT`: translate to an address, `MASQUERADE` and `REDIRECT`: to one of the box's own. */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import type { Extension, OptionSpec } from "../extension/extension.ts";
import {
  addFlag,
  flagWords,
  initRange,
  layoutOf,
  type NatLayout,
  PERSISTENT,
  PROTO_RANDOM,
  PROTO_RANDOM_FULLY,
  PROTO_SPECIFIED,
  parsePorts,
  parseTo,
  portsText,
  RANGE2,
  rangeText,
} from "./nat-range.ts";

const TO = 0;
const RANDOM = 1;
const RANDOM_FULLY = 2;
const PERSIST = 3;
const FLAGS: Readonly<Record<number, number>> = {
  [RANDOM]: PROTO_RANDOM,
  [RANDOM_FULLY]: PROTO_RANDOM_FULLY,
  [PERSIST]: PERSISTENT,
};
const RANDOM_OPTION: OptionSpec = { name: "random", id: RANDOM, type: "none" };
const FULLY_OPTION: OptionSpec = { name: "random-fully", id: RANDOM_FULLY, type: "none" };
const PERSISTENT_OPTION: OptionSpec = { name: "persistent", id: PERSIST, type: "none" };

interface NatKind {
  readonly name: string;
  readonly family: number;
  readonly revision: number;
  readonly layout: NatLayout;
  readonly help: string;
  readonly options: readonly OptionSpec[];
}

/** A target that names the address. */
function translating(kind: NatKind, option: string): Extension {
  const { layout } = kind;
  return {
    ...kind,
    kind: "target",
    size: layout.size,
    userSize: layout.size,
    init: initRange(layout),
    parse: (call) => {
      if (call.option.id === TO) parseTo(call, layout);
      else addFlag(call.data, layout, FLAGS[call.option.id]);
    },
    print: (call) => ` to:${rangeText(call, layout)}${flagWords(call.data, layout, "")}`,
    save: (call) => ` --${option} ${rangeText(call, layout)}${flagWords(call.data, layout, "--")}`,
  };
}

/** A target that names at most ports. */
function own(kind: NatKind, word: string): Extension {
  const { layout } = kind;
  return {
    ...kind,
    kind: "target",
    size: layout.size,
    userSize: layout.size,
    init: initRange(layout),
    parse: (call) => {
      if (call.option.id === TO) parsePorts(call, layout, call.argument);
      else addFlag(call.data, layout, FLAGS[call.option.id]);
    },
    print: ({ data }) => {
      const ports = data.u32(layout.flags) & PROTO_SPECIFIED ? ` ${word} ${portsText(data, layout)}` : "";
      return ports + flagWords(data, layout, "");
    },
    save: ({ data }) => {
      const ports = data.u32(layout.flags) & PROTO_SPECIFIED ? ` --to-ports ${portsText(data, layout)}` : "";
      return ports + flagWords(data, layout, "--");
    },
  };
}

function dnat(family: number, help: string): Extension {
  const options: readonly OptionSpec[] = [
    { name: "to-destination", id: TO, type: "string", mandatory: true },
    RANDOM_OPTION,
    PERSISTENT_OPTION,
  ];
  return translating({ name: "DNAT", family, revision: 2, layout: RANGE2, help, options }, "to-destination");
}

function snat(family: number, help: string): Extension {
  const options: readonly OptionSpec[] = [
    { name: "to-source", id: TO, type: "string", mandatory: true },
    RANDOM_OPTION,
    FULLY_OPTION,
    PERSISTENT_OPTION,
  ];
  const layout = layoutOf(family);
  const revision = family === AF_INET ? 0 : 1;
  return translating({ name: "SNAT", family, revision, layout, help, options }, "to-source");
}

function masquerade(family: number): Extension {
  const options: readonly OptionSpec[] = [
    { name: "to-ports", id: TO, type: "string" },
    RANDOM_OPTION,
    FULLY_OPTION,
  ];
  const kind = {
    name: "MASQUERADE",
    family,
    revision: 0,
    layout: layoutOf(family),
    help: `
MASQUERADE target options:
 --to-ports <port>[-<port>]
				Port (range) to map to.
 --random
				Randomize source port.
 --random-fully
				Fully randomize source port.
`,
    options,
  };
  return own(kind, "masq ports:");
}

function redirect(family: number): Extension {
  const options: readonly OptionSpec[] = [{ name: "to-ports", id: TO, type: "string" }, RANDOM_OPTION];
  const kind = {
    name: "REDIRECT",
    family,
    revision: 0,
    layout: layoutOf(family),
    help: `
REDIRECT target options:
 --to-ports <port>[-<port>]
				Port (range) to map to.
 [--random]
`,
    options,
  };
  return own(kind, "redir ports");
}

export const NAT: readonly Extension[] = [
  dnat(
    AF_INET,
    `
DNAT target options:
 --to-destination [<ipaddr>[-<ipaddr>]][:port[-port[/port]]]
				Address to map destination to.
[--random] [--persistent]
`,
  ),
  dnat(
    AF_INET6,
    `
DNAT target options:
 --to-destination [<ipaddr>[-<ipaddr>]][:port[-port[/port]]]
				Address to map destination to.
[--random] [--persistent]
`,
  ),
  snat(
    AF_INET,
    `
SNAT target options:
 --to-source [<ipaddr>[-<ipaddr>]][:port[-port]]
				Address to map source to.
[--random] [--random-fully] [--persistent]
`,
  ),
  snat(
    AF_INET6,
    `
SNAT target options:
 --to-source [<ipaddr>[-<ipaddr>]][:port[-port]]
				Address to map source to.
[--random] [--random-fully] [--persistent]
`,
  ),
  masquerade(AF_INET),
  masquerade(AF_INET6),
  redirect(AF_INET),
  redirect(AF_INET6),
];

/** Sequences of commands: how they are made, and how a sequence that shows a difference is made shorter. */
import * as fc from "fast-check";
import { Draw } from "./draw.ts";
import { ADDRESS } from "./grammar/address.ts";
import { BATCH, MONITOR } from "./grammar/batch.ts";
import { BRIDGE_BATCH } from "./grammar/bridge/batch.ts";
import { BRCTL, BRIDGE_FILE } from "./grammar/bridge/brctl.ts";
import { addBridge, BRIDGE, enslave } from "./grammar/bridge/device.ts";
import { FDB } from "./grammar/bridge/fdb.ts";
import { BRIDGE_VLAN, MDB } from "./grammar/bridge/mdb.ts";
import { PORT } from "./grammar/bridge/port.ts";
import { CONNTRACK } from "./grammar/conntrack.ts";
import { crowd } from "./grammar/crowd.ts";
import type { Production } from "./grammar/grammar.ts";
import { IPTABLES } from "./grammar/iptables.ts";
import { LINK } from "./grammar/link.ts";
import { mutate } from "./grammar/mutate.ts";
import { NEIGH } from "./grammar/neigh.ts";
import { NETNS } from "./grammar/netns.ts";
import { NFT, NFT_FOUNDATION } from "./grammar/nft/index.ts";
import { OBJECTS } from "./grammar/objects.ts";
import { PROBE } from "./grammar/probe.ts";
import { ROUTE } from "./grammar/route.ts";
import { RULE } from "./grammar/rule.ts";
import { SHOW } from "./grammar/show.ts";
import { IFB, MACVLAN, VXLAN } from "./grammar/stacked.ts";
import { SYSCTL } from "./grammar/sysctl.ts";
import { TOOLS } from "./grammar/tools.ts";
import { TUNTAP } from "./grammar/tuntap.ts";
import type { Part, Step } from "./step.ts";
import { type Mode, NAMESPACES, World } from "./world.ts";

export interface Sequence {
  readonly mode: Mode;
  /** Named namespaces that are there from the start, when a command names them. */
  readonly namespaces: readonly string[];
  readonly steps: readonly Step[];
  /** Nothing but `nft` comes after the first devices: rules are all the state there is. */
  readonly rulesOnly: boolean;
}

type Choices = readonly (readonly [number, Production])[];

interface Subject {
  /** How often it is drawn, among the others. */
  readonly weight: number;
  readonly choices: Choices;
}

/** What is about bridges: drawn often where there is one from the start, and hardly ever elsewhere. */
const BRIDGE_SUBJECTS: ReadonlyMap<string, Subject> = new Map([
  ["bridge", { weight: 12, choices: BRIDGE }],
  ["brport", { weight: 10, choices: PORT }],
  ["fdb", { weight: 10, choices: FDB }],
  ["mdb", { weight: 6, choices: MDB }],
  ["brvlan", { weight: 2, choices: BRIDGE_VLAN }],
  ["brctl", { weight: 6, choices: BRCTL }],
  ["brfile", { weight: 4, choices: BRIDGE_FILE }],
  ["brbatch", { weight: 4, choices: BRIDGE_BATCH }],
]);

/** What is fuzzed, by the names of `--grammar`. */
const SUBJECTS: ReadonlyMap<string, Subject> = new Map([
  ["link", { weight: 20, choices: LINK }],
  ["address", { weight: 18, choices: ADDRESS }],
  ["route", { weight: 20, choices: ROUTE }],
  ["neigh", { weight: 6, choices: NEIGH }],
  ["rule", { weight: 6, choices: RULE }],
  ["netns", { weight: 2, choices: NETNS }],
  ["tuntap", { weight: 2, choices: TUNTAP }],
  ["objects", { weight: 4, choices: OBJECTS }],
  ["batch", { weight: 3, choices: BATCH }],
  ["monitor", { weight: 2, choices: MONITOR }],
  ["sysctl", { weight: 8, choices: SYSCTL }],
  ["tools", { weight: 8, choices: TOOLS }],
  ["probe", { weight: 5, choices: PROBE }],
  ["iptables", { weight: 8, choices: IPTABLES }],
  ["conntrack", { weight: 3, choices: CONNTRACK }],
  ["nft", { weight: 5, choices: NFT }],
  ["show", { weight: 14, choices: SHOW }],
  ["macvlan", { weight: 2, choices: MACVLAN }],
  ["vxlan", { weight: 2, choices: VXLAN }],
  ["ifb", { weight: 1, choices: IFB }],
  ...BRIDGE_SUBJECTS,
]);

/** Names that `--grammar` knows: subjects, modes for none but those, and a crowd in every sequence; `rules` is the packets' fuzzer's. */
export const SUBJECT_NAMES: readonly string[] = [
  ...SUBJECTS.keys(),
  "ipv4",
  "quiet",
  "dad",
  "crowd",
  "bridged",
  "rules",
];

/** Part of the weight that other subjects keep when some are chosen: so those have something to work on. */
const BACKGROUND = 0.1;

/** What `--grammar` and `--alone` choose. */
export interface Selection {
  /** Names of subjects and modes that are drawn most of the time; none for all alike. */
  readonly grammar: readonly string[];
  /** Whether other subjects are left out. */
  readonly alone: boolean;
}

const EVERYTHING: Selection = { grammar: [], alone: false };

/** The weights of subjects, with those that were chosen in front. */
function weighted({ grammar, alone }: Selection, bridged = false): readonly (readonly [number, Choices])[] {
  const subjects = grammar.filter((name) => SUBJECTS.has(name));
  return [...SUBJECTS].flatMap(([name, { weight, choices }]) => {
    const drawn = subjects.length === 0 ? bridged || !BRIDGE_SUBJECTS.has(name) : subjects.includes(name);
    if (!drawn && alone) return [];
    return [[Math.ceil(weight * 10 * (drawn ? 1 : BACKGROUND)), choices] as const];
  });
}

/** Made first, so that the other commands have something to work on. */
const FOUNDATION: Choices = [[1, LINK[0]?.[1] ?? fail]];
/** Then addresses and links that come up. */
const BASE: readonly (readonly [number, Choices])[] = [
  [1, LINK],
  [1, ADDRESS],
];

function fail(): never {
  throw new RangeError("the grammar of links is empty");
}

/** Of all commands this share has a word changed. */
const MUTATED = 0.06;

function makeStep(draw: Draw, world: World, choices: Choices): Step {
  const step = draw.weighted(choices)(draw, world).done();
  return draw.chance(MUTATED) ? mutate(draw, step) : step;
}

/** Sequences with full IPv6 wait for seconds after many commands. */
const LENGTHS: Readonly<Record<Mode, readonly [number, number]>> = {
  ipv4: [15, 60],
  quiet: [15, 60],
  dad: [6, 14],
};

/** So do those with bridges and other devices on top, whose carriers Linux follows at its next full second. */
const BRIDGED_LENGTH = [6, 20] as const;
const SLOW = ["bridged", "macvlan", "vxlan", "ifb"];

const MODES: readonly (readonly [number, Mode])[] = [
  [10, "ipv4"],
  [8, "quiet"],
  [1, "dad"],
];

/** Of all sequences this share begins with a namespace in which much depends on two devices. */
const CROWDED = 0.25;

/** And this share begins with bridges. */
const BRIDGED = 0.15;

/** Bridges with some ports; most of them in the script's own namespace. */
function makeBridged(draw: Draw, world: World): Step[] {
  const steps: Step[] = [];
  for (let count = draw.int(1, 2); count > 0; count--) steps.push(addBridge(draw, world).done());
  for (let count = draw.int(1, 2); count > 0; count--) steps.push(makeStep(draw, world, FOUNDATION));
  for (let count = draw.int(1, 5); count > 0; count--) steps.push(makeStep(draw, world, [[1, enslave]]));
  // they wait together
  return steps.map((step, index) => (index < steps.length - 1 ? { ...step, settle: 0 } : step));
}

function makeCrowd(draw: Draw, world: World): Step[] {
  const steps: Step[] = [];
  for (let tries = 0; tries < 8; tries++) {
    for (const namespace of ["", ...world.namespaces]) {
      const [first, second] = world.in(namespace).filter(({ kind }) => kind === "veth");
      if (first && second) return [...steps, ...crowd(draw, world, first, second)];
    }
    steps.push(makeStep(draw, world, FOUNDATION));
  }
  return steps;
}

/** Seconds of waiting after which no more commands come: a script that takes a minute is ended. */
const LONGEST_WAIT = 24;

/** The commands after the first ones. */
function more(draw: Draw, world: World, selection: Selection, bridged: boolean): Step[] {
  const slow = bridged || selection.grammar.some((name) => SLOW.includes(name));
  const [low, high] = slow && world.mode !== "dad" ? BRIDGED_LENGTH : LENGTHS[world.mode];
  const subjects = weighted(selection, bridged);
  const steps: Step[] = [];
  let waits = 0;
  for (let left = draw.int(low, high); left > 0 && waits < LONGEST_WAIT; left--) {
    const step = makeStep(draw, world, draw.weighted(subjects));
    waits += step.settle;
    steps.push(step);
  }
  return steps;
}

function makeSequence(draw: Draw, selection: Selection): Sequence {
  const chosen = selection.grammar;
  const wanted = MODES.filter(([, mode]) => chosen.includes(mode));
  const mode = draw.weighted(wanted.length > 0 ? wanted : MODES);
  const namespaces = NAMESPACES.slice(0, draw.int(1, 2));
  const world = new World(mode, namespaces);
  const steps: Step[] = [];
  for (let count = draw.int(1, 2); count > 0; count--) steps.push(makeStep(draw, world, FOUNDATION));
  const rulesOnly = selection.alone && weighted(selection).every(([, choices]) => choices === NFT);
  const wantsBridge = chosen.some((name) => name === "bridged" || BRIDGE_SUBJECTS.has(name));
  const alsoBridged = chosen.length === 0 && draw.chance(BRIDGED);
  const bridged = mode !== "dad" && !rulesOnly && (wantsBridge || alsoBridged);
  const crowded = chosen.includes("crowd") || draw.chance(CROWDED);
  if (chosen.includes("nft"))
    for (let count = draw.int(4, 10); count > 0; count--) steps.push(makeStep(draw, world, NFT_FOUNDATION));
  if (rulesOnly) steps.push(makeStep(draw, world, NFT_FOUNDATION));
  else if (bridged) steps.push(...makeBridged(draw, world));
  else if (crowded && mode !== "dad") steps.push(...makeCrowd(draw, world));
  else
    for (let count = draw.int(1, 6); count > 0; count--)
      steps.push(makeStep(draw, world, draw.weighted(BASE)));
  const rest = more(draw, world, selection, bridged);
  return { mode, namespaces, steps: [...steps, ...rest], rulesOnly };
}

/** The sequence without each half of its commands, each quarter … each command, the last ones first. */
function* fewerSteps(sequence: Sequence): Generator<Sequence> {
  const { steps } = sequence;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = steps.length; end > 0; end -= size) {
      const start = Math.max(0, end - size);
      if (end - start < steps.length)
        yield { ...sequence, steps: [...steps.slice(0, start), ...steps.slice(end)] };
    }
  }
}

/** The sequence with one command shorter by all its optional parts, by one, or without its wait. */
function* shorterSteps(sequence: Sequence): Generator<Sequence> {
  for (const [at, step] of sequence.steps.entries()) {
    for (const shorter of shorterStep(step)) yield { ...sequence, steps: sequence.steps.with(at, shorter) };
  }
}

function* shorterStep(step: Step): Generator<Step> {
  const optional = step.parts.filter((part) => part.optional);
  const without = (dropped: (part: Part) => boolean): Step => ({
    ...step,
    parts: step.parts.filter((part) => !dropped(part)),
  });
  if (optional.length > 1) yield without((part) => part.optional);
  for (const one of optional) yield without((part) => part === one);
}

class SequenceArbitrary extends fc.Arbitrary<Sequence> {
  private readonly selection: Selection;

  constructor(selection: Selection) {
    super();
    this.selection = selection;
  }

  override generate(random: fc.Random): fc.Value<Sequence> {
    return new fc.Value(makeSequence(new Draw(random), this.selection), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is Sequence {
    return true;
  }

  override shrink(value: Sequence): fc.Stream<fc.Value<Sequence>> {
    const shorter = fc.stream(
      (function* () {
        yield* fewerSteps(value);
        yield* shorterSteps(value);
      })(),
    );
    return shorter.map((sequence) => new fc.Value(sequence, undefined));
  }
}

/** @param selection what is drawn; everything when it is not given */
export function sequences(selection = EVERYTHING): fc.Arbitrary<Sequence> {
  return new SequenceArbitrary(selection);
}

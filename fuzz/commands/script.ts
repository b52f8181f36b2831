/** A sequence as a bash script: with marks between what the commands print, or plain for a person to read. */
import { bridgeStateCommands, isBridged } from "./bridge-state.ts";
import type { Sequence } from "./sequence.ts";
import { settingsCommand } from "./settings.ts";
import { STATE_DUMPS } from "./state-messages.ts";
import { type Step, textOf } from "./step.ts";

/** What the script is called, `$0`. */
export const SCRIPT_NAME = "fuzz.sh";

/** Stands before each mark; no tool prints it. */
export const MARK = "\x1e";
/** What follows is what the commands wrote to standard error. */
export const ERRORS = "errors";

/** A part of the script whose output is compared. */
export interface Section {
  /** The command line, or what was watched. */
  readonly command: string;
  readonly unordered: boolean;
  /** It prints messages of the kernel (`rtdump`). */
  readonly messages?: true;
}

export interface Script {
  readonly text: string;
  /** In the order of their marks, which are their indices here. */
  readonly sections: readonly Section[];
}

/** Seconds that notifications have to arrive. */
const LISTEN = 0.15;

function inNamespace(namespace: string): string {
  return namespace === "" ? "ip" : `ip -n ${namespace}`;
}

function commandsOf({ steps }: Sequence): string {
  return steps.map(textOf).join("\n");
}

/** Those of the namespaces that a command names. */
function usedNamespaces(sequence: Sequence): string[] {
  const text = commandsOf(sequence);
  return sequence.namespaces.filter((name) => text.includes(name));
}

/** The rules of a namespace; what they counted only where no packet comes at a time of its own. */
function rulesCommands({ mode, steps }: Sequence, namespace: string): Section[] {
  const text = steps.map(textOf).join("\n");
  const run = namespace === "" ? "" : `ip netns exec ${namespace} `;
  const counters = mode === "ipv4";
  const sections: Section[] = [];
  const add = (command: string, unordered = false): void =>
    void sections.push({ command: run + command, unordered });
  if (/(^|\s)ip6?tables/m.test(text))
    for (const save of ["iptables-save", "ip6tables-save"]) add(counters ? `${save} -c` : save);
  if (/(^|\s)(nft|ip6?tables\S*) /m.test(text)) add(`nft ${counters ? "-a" : "-a -s"} list ruleset`);
  if (/(^|\s)conntrack /m.test(text)) for (const list of ["-L", "-L -f ipv6"]) add(`conntrack ${list}`, true);
  return sections;
}

/** Commands that show the whole state of a namespace; counters only where no packet comes at a time of its own. */
function stateCommands(sequence: Sequence, namespace: string): Section[] {
  const rules = rulesCommands(sequence, namespace);
  if (sequence.rulesOnly) return rules;
  const ip = inNamespace(namespace);
  const bridged = isBridged(commandsOf(sequence));
  const stats = sequence.mode === "ipv4" && !bridged ? "-s " : "";
  const run = namespace === "" ? "" : `ip netns exec ${namespace} `;
  const ordered = [
    `${ip} -d ${stats}link`,
    `${ip} -d addr`,
    `${ip} -d -4 route show table all`,
    `${ip} -d -6 route show table all`,
    `${ip} rule`,
    `${ip} -6 rule`,
    `${ip} maddr`,
    `${ip} neigh show proxy`,
    `${run}cat /proc/net/route`,
  ];
  const unordered = [`${ip} neigh show nud all`, `${ip} netns list-id`, `${run}ifconfig -a`].filter(
    (command) => stats !== "" || !command.includes("ifconfig"),
  );
  return [
    ...rules,
    ...ordered.map((command) => ({ command, unordered: false })),
    ...unordered.map((command) => ({ command, unordered: true })),
    ...(bridged ? bridgeStateCommands(namespace) : []),
    { command: `${run}rtdump $dumps`, unordered: false, messages: true },
  ];
}

function stepLines(step: Step, mark: number): string[] {
  const wait = step.settle > 0 ? [`sleep ${step.settle}`] : [];
  return [textOf(step), `mark ${mark}`, ...wait];
}

/** Programs that listen from the first command to the last, and where they write. */
function listenersOf(namespace: string, bridged: boolean): { command: string; log: string }[] {
  const log = `/tmp/.log-${namespace === "" ? "initial" : namespace}`;
  const options = namespace === "" ? "" : ` -n ${namespace}`;
  const ip = { command: `ip${options} monitor`, log };
  return bridged ? [ip, { command: `bridge${options} monitor`, log: `${log}-bridge` }] : [ip];
}

/** Seconds after the last command, in which what goes on by itself comes to its end. */
function lastWait(sequence: Sequence): number {
  if (sequence.mode === "dad") return 2.5;
  return isBridged(commandsOf(sequence)) ? 1.2 : LISTEN;
}

/** The script that is compared. */
export function markedScript(sequence: Sequence): Script {
  const namespaces = usedNamespaces(sequence);
  const everywhere = ["", ...namespaces];
  const sections: Section[] = [];
  const listeners = everywhere.flatMap((name) => listenersOf(name, isBridged(commandsOf(sequence))));
  const marked = (section: Section): string[] => [section.command, `mark ${sections.push(section) - 1}`];
  const lines = [
    `mark() { echo $'\\x1e'"$1:$?"; echo $'\\x1e'"$1:" >&2; }`,
    `dumps="${STATE_DUMPS}"`,
    "exec 2>/tmp/.errors",
    ...preparation(sequence, namespaces),
    ...listeners.map(({ command, log }) => `${command} >${log} 2>&1 &`),
    `sleep ${LISTEN}`,
    "mark start",
    ...sequence.steps.flatMap((step) => {
      const mark = sections.push({ command: textOf(step), unordered: step.unordered }) - 1;
      return stepLines(step, mark);
    }),
    `sleep ${lastWait(sequence)}`,
    ...everywhere.flatMap((name) => stateCommands(sequence, name).flatMap(marked)),
    "exec 3>&2 2>/dev/null; kill $(jobs -p); wait; exec 2>&3",
    "mark end",
    ...listeners.flatMap(({ command, log }) => {
      const mark = sections.push({ command, unordered: false }) - 1;
      return [`cat ${log}`, `mark ${mark}`];
    }),
    `echo $'\\x1e'${ERRORS}:`,
    "cat /tmp/.errors",
  ];
  return { text: `${lines.join("\n")}\n`, sections };
}

function preparation(sequence: Sequence, namespaces: readonly string[]): string[] {
  const bridged = isBridged(commandsOf(sequence));
  const settings = ["", ...namespaces].map((name) => settingsCommand(sequence.mode, name, bridged));
  return [
    ...namespaces.map((name) => `ip netns add ${name}`),
    ...settings.filter((command) => command !== undefined),
  ];
}

/** The commands alone. */
export function plainScript(sequence: Sequence): string {
  const lines = [
    ...preparation(sequence, usedNamespaces(sequence)),
    ...sequence.steps.flatMap((step) => {
      const wait = step.settle > 0 ? [`sleep ${step.settle}`] : [];
      return [textOf(step), ...wait];
    }),
  ];
  return `${lines.join("\n")}\n`;
}

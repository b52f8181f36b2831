/** A sequence as a bash script: with marks between what the commands print, or plain for a person to read. */
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

/** Those of the namespaces that a command names. */
function usedNamespaces({ namespaces, steps }: Sequence): string[] {
  const text = steps.map(textOf).join("\n");
  return namespaces.filter((name) => text.includes(name));
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
  const stats = sequence.mode === "ipv4" ? "-s " : "";
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
    { command: `${run}rtdump $dumps`, unordered: false, messages: true },
  ];
}

function stepLines(step: Step, mark: number): string[] {
  const wait = step.settle > 0 ? [`sleep ${step.settle}`] : [];
  return [textOf(step), `mark ${mark}`, ...wait];
}

function logOf(namespace: string): string {
  return `/tmp/.log-${namespace === "" ? "initial" : namespace}`;
}

/** Seconds after the last command, in which what goes on by itself comes to its end. */
function lastWait({ mode }: Sequence): number {
  return mode === "dad" ? 2.5 : LISTEN;
}

/** The script that is compared. */
export function markedScript(sequence: Sequence): Script {
  const namespaces = usedNamespaces(sequence);
  const everywhere = ["", ...namespaces];
  const sections: Section[] = [];
  const marked = (section: Section): string[] => [section.command, `mark ${sections.push(section) - 1}`];
  const lines = [
    `mark() { echo $'\\x1e'"$1:$?"; echo $'\\x1e'"$1:" >&2; }`,
    `dumps="${STATE_DUMPS}"`,
    "exec 2>/tmp/.errors",
    ...preparation(sequence, namespaces),
    ...everywhere.map((name) => `${inNamespace(name)} monitor >${logOf(name)} 2>&1 &`),
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
    ...everywhere.flatMap((name) => {
      const mark = sections.push({ command: `${inNamespace(name)} monitor`, unordered: false }) - 1;
      return [`cat ${logOf(name)}`, `mark ${mark}`];
    }),
    `echo $'\\x1e'${ERRORS}:`,
    "cat /tmp/.errors",
  ];
  return { text: `${lines.join("\n")}\n`, sections };
}

function preparation({ mode }: Sequence, namespaces: readonly string[]): string[] {
  const settings = ["", ...namespaces].map((name) => settingsCommand(mode, name));
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

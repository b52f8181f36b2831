/** Differences that are known and stay: each with its reason, and no wider than it must be. docs/limits.md names them too. */
import type { Difference } from "./compare.ts";
import type { Script } from "./script.ts";

interface Exclusion {
  readonly reason: string;
  readonly matches: (difference: Difference, script: Script) => boolean;
}

const EXCLUSIONS: readonly Exclusion[] = [
  {
    reason: "the virtual kernel does not tell which process made a generation of rules",
    matches: ({ command, diff }) => /\bnft\b/.test(command) && onlyGenerationsDiffer(diff),
  },
  {
    reason: "/proc/sys/dev has settings of the host's own devices, which are not there",
    matches: ({ command, diff }) =>
      /\bsysctl (.* )?dev( |$)/.test(command) && diff.includes("-dev.tty.ldisc_autoload"),
  },
  {
    reason:
      "a veth has as many queues as the host has processors where a changed command does not say how many",
    matches: ({ diff }) => /\bnum[tr]xqueues 2\b|^-.*16\/(31|32) 02/m.test(diff) && onlyQueuesDiffer(diff),
  },
  {
    reason:
      "the next line of a batch comes before or after Linux has followed a carrier or looked for duplicates, as it happens: before that, an address has no route",
    matches: ({ command, diff }) => /\| ip .*-b\w* -/.test(command) && onlyStateDiffers(diff),
  },
  {
    reason:
      "in a batch a device comes up before or after Linux has followed its carrier, as it happens: listeners hear of both states, or of the last only",
    matches: ({ command, diff }, { text }) =>
      / monitor$/.test(command) && SEVERAL_AT_ONCE.test(text) && onlyStatesRepeat(diff),
  },
  {
    reason:
      "Linux does some things a moment after a command: when the next one is in the same batch, ifconfig does several or a group of devices comes up, it tells of them, and routes follow them, in any order",
    matches: ({ command, diff }, { text }) =>
      TELLS_THE_ORDER.test(command) && SEVERAL_AT_ONCE.test(text) && onlyOrderDiffers(diff),
  },
  {
    reason:
      "commands take longer on Linux: a neighbour that one of them asked for fails 3 s later, during another",
    matches: ({ command, diff }) => /\bip .*\bmon?/.test(command) && onlyFailuresDiffer(diff),
  },
  {
    reason:
      "commands take longer on Linux: a neighbour that does not answer was asked once more by the time that its state and what its device sent or dropped are read",
    matches: ({ command, diff }, { text }) =>
      TELLS_OF_REQUESTS.test(command) && ASKS.test(text) && onlyRequestsDiffer(diff),
  },
  {
    reason:
      "a listener asks for the name of a device when it hears of it: in a batch the next line may have taken the device away by then",
    matches: ({ command, diff }, { text }) =>
      /\bip .*\bmon?/.test(command) && SEVERAL_AT_ONCE.test(text) && onlyNamesDiffer(diff),
  },
  {
    reason:
      "what Linux decided about a way it keeps for each processor: who holds the decision and how old it is depends on which of them is asked",
    matches: ({ command, diff }) => DECIDES.test(command) && onlyHoldersDiffer(diff),
  },
  {
    reason:
      "listeners are stopped a moment after the last command: what Linux tells of addresses and neighbours by a timer, one side heard and the other did not",
    matches: ({ command, diff }) => / monitor$/.test(command) && onlyLastTimersDiffer(diff),
  },
  {
    reason:
      "ifconfig brings a device up and turns ARP on or off, one right after the other: whether Linux has followed the carrier in between decides whether addresses are tried again",
    matches: ({ diff }, { text }) => UP_AND_ARP.test(text) && onlyStateDiffers(diff),
  },
  {
    reason:
      "stations tell of their groups at moments of their own, before or after Linux has followed a bridge's carrier; and what bridge monitor prints of groups last is lost with its buffer",
    matches: ({ command, diff }) => /^bridge (-n \w+ )?monitor$/.test(command) && onlyReportsMove(diff),
  },
  {
    reason: "what circles between bridges without a spanning tree fills queues, as fast as the host can",
    matches: (_, { text }) => storms(text),
  },
  {
    reason:
      "iptables with -v twice shows the expressions that the kernel was sent as its library prints them",
    matches: ({ command, diff }) =>
      /\bip6?tables\b/.test(command) &&
      TWICE_VERBOSE.test(command) &&
      /^-\s*(\[ \w+|table \w+ ip6? flags|ip6? \w+ \S+ use \d)/m.test(diff),
  },
  {
    reason:
      "conntrack -U reads one answer for a change where two come, so that it shows some of several entries: which of them depends on their order in the table, which is random",
    matches: ({ command, diff }) => UPDATES.test(command) && onlyEntriesDiffer(diff),
  },
  {
    reason:
      "an entry that was made without a lifetime has ended: Linux counts it until anybody looks through its table, in any namespace",
    matches: ({ command, diff }, { text }) =>
      /\bconntrack (-C|--counter)/.test(command) && / -t (x|0)\b/.test(text) && /^-\d+$/m.test(diff),
  },
  {
    reason: "counters count up to 2^53",
    matches: ({ command, diff }) => /\biptables|\bnft\b/.test(command) && onlyHugeCountersDiffer(diff),
  },
  {
    reason: "conntrack of Debian ends with a segmentation fault when it does not know a state of SCTP",
    matches: ({ command, diff }) => /\bconntrack .*\bsctp\b/.test(command) && diff.includes("-[exit 139]"),
  },
  {
    reason:
      "what nft expected where a text is wrong, and what it says of further mistakes, follows from its parser's table",
    matches: ({ command, diff }) => /\bnft\b/.test(command) && onlyLaterMistakesDiffer(diff),
  },
  {
    reason:
      "Debian's nft itself ends with an assertion or a fault where ours says what is wrong: whatever the kernel numbers is numbered otherwise from there on",
    matches: crashed,
  },
];

/** Names of pairs, and of ports. */
const PAIR = /\bip .*link add .*\b(?:name|dev) (\S+) .*type veth .*peer (?:name|dev) (\S+)/gm;
const PORT = /\b(?:link set (?:dev )?(\S+) .*master|addif \S+) (\S+)/gm;

/** Whether both ends of a pair become ports: frames circle between bridges, as fast as the host can, until queues are full. */
function storms(script: string): boolean {
  const ports = new Set([...script.matchAll(PORT)].flatMap(([, set, added]) => [set, added]));
  return [...script.matchAll(PAIR)].some(([, one, other]) => ports.has(one) && ports.has(other));
}

/** Whether both sides of a diff are equal but for counters that no number holds. */
function onlyHugeCountersDiffer(diff: string): boolean {
  return (
    /\b\d{17,}\b/.test(diff) &&
    sidesEqual(diff, (line) => line.replace(/\[\d+:\d+\]|packets \d+ bytes \d+/g, "[N]"))
  );
}

/** A mistake that nft tells, with its place in a file. */
const MISTAKE = /^(?:\/dev\/stdin:[\d:-]+ )?Error: /;

/** A mistake without what was expected instead. */
const told = (line: string): string =>
  line.replace(/^(.*Error: syntax error, unexpected [^,]+), expecting .*$/, "$1");

/**
 * Whether both sides of a diff say of a text that it is wrong, and of the same syntax at the same place: the first mistake is the same but for
 * what was expected instead. What comes behind it differs only where one of them tells of further mistakes.
 */
function onlyLaterMistakesDiffer(diff: string): boolean {
  if (!/^ \[exit 1\]$/m.test(diff) && /^[-+]\[exit/m.test(diff)) return false;
  const [linux, ours] = ["-", "+"].map((sign) => mistakesOf(diff, sign));
  const [wrong] = linux;
  if (wrong === undefined || wrong !== ours[0]) return false;
  if (!wrong.includes("Error: syntax error, unexpected")) return false;
  return linux.length > 1 || ours.length > 1 || sidesEqual(diff, told);
}

/** The mistakes that one side of a diff tells, each with the line that it shows and the marks under it. */
function mistakesOf(diff: string, sign: string): string[] {
  const lines = diff.split("\n").filter((line) => line.startsWith(" ") || line.startsWith(sign));
  const texts = lines.map((line) => line.slice(1));
  return texts.flatMap((text, i) =>
    MISTAKE.test(text) ? [[told(text), ...texts.slice(i + 1, i + 3)].join("\n")] : [],
  );
}

/** `conntrack -U`. */
const UPDATES = /\bconntrack (.* )?(-U|--up\w*)/;

/** Whether the lines of a diff that differ are connections. */
function onlyEntriesDiffer(diff: string): boolean {
  const lines = diff.split("\n").filter((line) => /^[-+]/.test(line) && !/^[-+]\[output\]$/.test(line));
  return lines.length > 0 && lines.every((line) => /^.\w+ +\d+ .*\bsrc=.* use=\d+$/.test(line));
}

const TWICE_VERBOSE = /\s-\w*v\w*v|(\s-\w*v|\s--verb).*(\s-\w*v|\s--verb)/;

/** `ip -s route get`, in any of its short forms. */
const DECIDES = /\bip .*-s.* r\w* g/;

/** An address or `up`, and `arp`, in one command. */
const UP_AND_ARP = /\bifconfig \S+ (?=.*(\d\.\d|\bup\b)).*\barp\b/;

/** What shows neighbours, or what devices sent and dropped. */
const TELLS_OF_REQUESTS = /\bip .*\bl(i|in|ink)?\b|\bip .*\bn(e|eigh\w*)?\b|\bifconfig\b/;
/** What looks for a neighbour, once or for ever. */
const ASKS = /\b(ping|tracepath|traceroute|arping|managed)\b/;

/** A batch of `ip`, an address with a mask for `ifconfig`, which brings the device up in between, or all devices of a group. */
const SEVERAL_AT_ONCE = /\| ip .*-b\w* -|\bifconfig \S+ .*(\/\d|netmask)|\bgroup \S+ up\b/;
/** What listeners heard, and IPv6 routes by their age. */
const TELLS_THE_ORDER = / monitor$| -6 route show table all$|\brtdump \$dumps$/;

/** Whether the lines of a diff are equal but for the numbers of queues. */
function onlyQueuesDiffer(diff: string): boolean {
  return sidesEqual(diff, (line) =>
    line.replace(/num([tr])xqueues \d+/g, "num$1xqueues N").replace(/\b(16\/3[12]) \d+$/, "$1 N"),
  );
}

/** Whether both sides of a diff are equal once their lines were changed. */
function sidesEqual(diff: string, change: (line: string) => string): boolean {
  const lines = diff.split("\n");
  const side = (sign: string): string =>
    lines
      .filter((line) => line.startsWith(sign))
      .map((line) => change(line.slice(1)))
      .join("\n");
  return side("-") === side("+");
}

/** Whether the lines of a diff are equal but for who made a generation. */
function onlyGenerationsDiffer(diff: string): boolean {
  const lines = diff.split("\n").filter((line) => /^[-+]/.test(line) && !/^[-+]\[output\]$/.test(line));
  return (
    lines.length > 0 && lines.every((line) => /^-# new generation \d+ by process \d+ \(nft\)$/.test(line))
  );
}

/** Whether the lines of a diff are equal but for names of devices that are gone. */
function onlyNamesDiffer(diff: string): boolean {
  if (!/inet6? if\d+\b/.test(diff)) return false;
  return sidesEqual(diff, (line) => line.replace(/^((?:Deleted )?inet6? )\S+/, "$1NAME"));
}

/** Whether the lines of a diff are equal but for the holders and the age of a decision. */
function onlyHoldersDiffer(diff: string): boolean {
  return sidesEqual(diff, (line) =>
    line.replace(/ users \d+( age -?\d+sec)?/, "").replace(/"users":\d+,?("age":-?\d+,?)?/, ""),
  );
}

/** Whether what is missing on one side of a diff is at another place on the other. */
function onlyOrderDiffers(diff: string): boolean {
  const lines = diff.split("\n");
  const side = (sign: string): string =>
    lines
      .filter((line) => line.startsWith(sign))
      .map((line) => line.slice(1))
      .sort()
      .join("\n");
  return side("-") === side("+");
}

/** What `bridge monitor` prints of groups and routers. */
const OF_GROUPS = /^[-+](Deleted )?(dev \S+ port \S+ grp |router port dev )/;

/** Whether the lines of a diff are the same in another order, but for those of groups. */
function onlyReportsMove(diff: string): boolean {
  const lines = diff.split("\n");
  return (
    lines.some((line) => OF_GROUPS.test(line)) &&
    onlyOrderDiffers(lines.filter((line) => !OF_GROUPS.test(line)).join("\n"))
  );
}

/** What timers make of addresses and neighbours. */
const OF_TIMERS = /^.(Deleted )?\d+: \S+ +inet6? |^. +valid_lft |^.(Deleted )?\S+ dev \S+ .*[A-Z]+ *$/;

/** Whether only one side has lines, the last ones, and they are what timers tell. */
function onlyLastTimersDiffer(diff: string): boolean {
  const lines = diff.split("\n").filter((line) => line !== "");
  const last = lines.slice(lines.findIndex((line) => /^[-+]/.test(line)));
  const sign = last[0]?.[0];
  return last.every((line) => line[0] === sign && OF_TIMERS.test(line));
}

const STATES = /NO-CARRIER,|,LOWER_UP|,M-DOWN|state \w+| tentative/g;

/** Whether both sides of a diff tell the same of links, one of them twice in a row with another operational state. */
function onlyStatesRepeat(diff: string): boolean {
  const side = (sign: string): string => {
    const lines = diff.split("\n").filter((line) => line.startsWith(" ") || line.startsWith(sign));
    const text = lines.map((line) => `${line.slice(1).replace(STATES, "")}\n`).join("");
    return text.replace(/(^\d+: \S+ <.*\n {4}link\/.*\n)\1+/gm, "$1");
  };
  return side("-") === side("+");
}

/** Whether the lines of a diff are equal but for the operational state. */
function onlyStateDiffers(diff: string): boolean {
  const lines = diff
    .split("\n")
    .filter((line) => !/^[-+](local|anycast) \S*:\S* dev .* proto kernel /.test(line))
    // of a command that says nothing else
    .filter((line) => !/^[-+]\[output\]$/.test(line));
  return sidesEqual(lines.join("\n"), (line) => line.replace(STATES, ""));
}

/** The neighbour by which `lo` is told that another one failed. */
const OF_FAILURES = /^[-+]0\.0\.0\.0 (dev lo )?lladdr 00:00:00:00:00:00 NOARP *$/;

/** Bytes of a frame that asks for a neighbour: of ARP, and of neighbour discovery. */
const REQUEST_LENGTHS = [42, 86];

/**
 * Whether the lines of a diff are equal but for such frames, for the drops of a device without carrier, and for neighbours that were looked
 * for or failed.
 */
function onlyRequestsDiffer(diff: string): boolean {
  const lines = diff.split("\n").filter((line) => !OF_FAILURES.test(line));
  return REQUEST_LENGTHS.some((length) =>
    sidesEqual(lines.join("\n"), (line) =>
      line
        .replace(/^( +0 +0 +0 +)\d+( +0 +0 *)$/, "$1N$2")
        .replace(/(TX errors 0 {2}dropped) \d+/, "$1 N")
        .replace(/^ +(\d+) +(\d+)(?=( +\d+){4} *$)/, (_, bytes, count) => `${bytes - length * count} N`)
        .replace(
          /packets (\d+) {2}bytes (\d+) .*/,
          (_, count, bytes) => `packets N  bytes ${bytes - length * count}`,
        )
        .replace(/ (INCOMPLETE|FAILED)\b/, " SOUGHT"),
    ),
  );
}

/** Whether a diff is about neighbours that failed, or about the label of such a message that is filtered out. */
function onlyFailuresDiffer(diff: string): boolean {
  const lines = diff
    .split("\n")
    .filter((line) => !/^[-+](\[NEIGH\])?\S+ dev \S+ (managed )?FAILED *$/.test(line));
  return sidesEqual(lines.join("\n"), (line) => line.replace(/^\[NEIGH\](?=\[)/, ""));
}

/** Whether Debian's `nft` crashed where ours did not: the kernel was asked for something else, and all that comes later may follow from that. */
export function crashed({ command, diff }: Difference): boolean {
  return /\bnft\b/.test(command) && /^-\[exit 13[49]\]$/m.test(diff);
}

/** Whether a difference is known to be left. */
export function excluded(difference: Difference, script: Script): boolean {
  return EXCLUSIONS.some(({ matches }) => matches(difference, script));
}

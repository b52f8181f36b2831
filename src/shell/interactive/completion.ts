/** What a word on the command line may become: commands, files, variables, devices, namespaces, words of `ip`. */
import { baseName } from "../../process/paths.ts";
import type { Shell } from "../shell.ts";
import type { Completion } from "./line-editor.ts";

const NAMESPACES = "/run/netns";
const DEVICES = "/sys/class/net";

/** Words after which a device follows. */
const BEFORE_DEVICE = new Set(["dev", "-I", "-i", "master", "oif", "iif", "ethtool", "ifconfig"]);
/** Words after which a namespace follows. */
const BEFORE_NAMESPACE = new Set(["exec", "-n", "-netns", "netns", "link-netns", "pids"]);

const IP_OBJECTS = [
  "address",
  "link",
  "maddress",
  "monitor",
  "neighbour",
  "netns",
  "route",
  "rule",
  "tuntap",
];
const IP_COMMANDS: Readonly<Record<string, readonly string[]>> = {
  address: ["add", "change", "delete", "flush", "replace", "show"],
  link: ["add", "delete", "set", "show"],
  neighbour: ["add", "change", "delete", "flush", "get", "replace", "show"],
  netns: ["add", "attach", "delete", "exec", "identify", "list", "list-id", "monitor", "pids", "set"],
  route: ["add", "append", "change", "delete", "flush", "get", "replace", "show"],
  rule: ["add", "delete", "flush", "show"],
  tuntap: ["add", "delete", "show"],
};

/** Completes the word before the cursor. */
export function complete(shell: Shell, text: string, cursor: number): Completion {
  const before = text.slice(0, cursor);
  const start = before.length - (/[^\s|&;()<>]*$/.exec(before)?.[0].length ?? 0);
  const word = before.slice(start);
  const command =
    before
      .slice(0, start)
      .split(/[|&;(]|\b(?:then|do|else)\b/)
      .at(-1) ?? "";
  const words = command
    .trim()
    .split(/\s+/)
    .filter((each) => each !== "" && !/^\w+=/.test(each));
  const candidates = /[<>]\s*$/.test(before.slice(0, start))
    ? files(shell, word)
    : candidatesFor(shell, words, word);
  return { start, candidates: [...new Set(candidates)].sort() };
}

function candidatesFor(shell: Shell, words: readonly string[], word: string): string[] {
  if (word.startsWith("$"))
    return matching(
      shell.variables.names().map((name) => `$${name}`),
      word,
    );
  const inner = words.lastIndexOf("exec");
  if (words[0] === "ip" && inner > 0) {
    if (inner + 1 === words.length) return names(shell, NAMESPACES, word);
    return candidatesFor(shell, words.slice(inner + 2), word);
  }
  if (words.length === 0 || ["sudo", "time", "exec", "nohup", "env"].includes(words[words.length - 1]))
    return commands(shell, word);
  const last = words[words.length - 1];
  if (BEFORE_DEVICE.has(last)) return names(shell, DEVICES, word);
  if (words[0] === "ip") return ipWords(shell, words.slice(1), word);
  return files(shell, word);
}

function ipWords(shell: Shell, words: readonly string[], word: string): string[] {
  const last = words[words.length - 1];
  const plain = words.filter(
    (each, i) => !each.startsWith("-") && words[i - 1] !== "-n" && words[i - 1] !== "-netns",
  );
  if (last === "-n" || last === "-netns") return names(shell, NAMESPACES, word);
  if (plain.length === 0) return matching(IP_OBJECTS, word);
  const object = IP_OBJECTS.find((each) => each.startsWith(plain[0])) ?? "";
  if (plain.length === 1) return matching(IP_COMMANDS[object] ?? [], word);
  if (object === "netns" && plain.length === 2) return names(shell, NAMESPACES, word);
  if (BEFORE_NAMESPACE.has(last)) return names(shell, NAMESPACES, word);
  const takesDevice = plain.length === 2 && (object === "link" || object === "address");
  const found = takesDevice
    ? [...names(shell, DEVICES, word), ...matching(["dev"], word)]
    : matching(["dev", "type", "via", "netns", "peer", "name", "up", "down"], word);
  return found;
}

function matching(all: readonly string[], word: string): string[] {
  return all.filter((each) => each.startsWith(word));
}

function names(shell: Shell, directory: string, word: string): string[] {
  const entries = shell.process.sys.readdir(directory);
  return typeof entries === "number"
    ? []
    : matching(
        entries.map((entry) => entry.name),
        word,
      );
}

function commands(shell: Shell, word: string): string[] {
  if (word.includes("/")) return files(shell, word);
  const known = [
    ...Object.keys(shell.interpreter.builtins),
    ...shell.functions.keys(),
    ...shell.aliases.keys(),
    ...shell.process.table.lookup.paths().map(baseName),
  ];
  for (const directory of (shell.get("PATH") ?? "").split(":")) known.push(...names(shell, directory, word));
  return matching(known, word);
}

function files(shell: Shell, word: string): string[] {
  const slash = word.lastIndexOf("/") + 1;
  const directory = word.slice(0, slash);
  const home = directory.startsWith("~/")
    ? `${shell.get("HOME") ?? "/root"}/${directory.slice(2)}`
    : directory;
  const path = shell.process.resolve(home === "" ? "." : home);
  const entries = shell.process.sys.readdir(path);
  if (typeof entries === "number") return [];
  const start = word.slice(slash);
  return entries
    .filter(({ name }) => name.startsWith(start) && (start.startsWith(".") || !name.startsWith(".")))
    .map(({ name }) => {
      const status = shell.process.sys.stat(shell.process.resolve(`${path}/${name}`));
      const directoryToo = typeof status !== "number" && status.type === "directory";
      return `${directory}${name.replace(/[\s'"\\$&|;()<>*?]/g, "\\$&")}${directoryToo ? "/" : ""}`;
    });
}

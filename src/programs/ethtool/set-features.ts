/** `ethtool -K`: turns features on and off, and tells where that gave something else than what was asked for. */
import { ENODEV } from "../../errno.ts";
import type { SystemCalls } from "../../kernel.ts";
import { changeFeatures, ETH_SS_FEATURES, type Feature, features, stringSet } from "./calls.ts";
import { deviceName } from "./device.ts";
import { namedFeatures } from "./features.ts";
import { NO_DEVICE, NOT_SUPPORTED, type Result, result } from "./result.ts";

const NOTHING_CHANGED = "Could not change any device features\n";
const NEVER_CHANGED =
  "netlink error: attempt to change non-ethtool features\nnetlink error: Invalid argument\n";

/** Which features are to be on (true) or off. */
type Wishes = Map<number, boolean>;

interface Wish {
  readonly name: string;
  readonly on: boolean;
}

/** The words as wishes, or the word that is neither "on" nor "off". */
function parse(names: readonly string[], words: readonly string[]): Wish[] | string {
  const wishes: Wish[] = [];
  for (let i = 0; i < words.length; i += 2) {
    const value = words[i + 1];
    if (value !== "on" && value !== "off") return value ?? "(null)";
    for (const name of namedFeatures(names, words[i])) wishes.push({ name, on: value === "on" });
  }
  return wishes;
}

function align(length: number): number {
  return (length + 3) & ~3;
}

/**
 * The wishes by number of the feature; a name twice is on when one of the wishes is.
 * @returns or where the first unknown name would be in a message of the ethtool family, which is how the kernel names it
 */
function numbered(device: string, names: readonly string[], wishes: readonly Wish[]): Wishes | number {
  const found: Wishes = new Map();
  // message and family headers, the device's name and the flags, the heads of the set and its list
  let offset = 20 + 4 + 4 + align(device.length + 1) + 8 + 4 + 4;
  for (const { name, on } of wishes) {
    const index = names.indexOf(name);
    if (index < 0) return offset + 4;
    found.set(index, on || found.get(index) === true);
    offset += 4 + 4 + align(name.length + 1) + (on ? 4 : 0);
  }
  return found;
}

/** Carries the command out; `words` are names and `on` or `off` in turn. */
export function setFeatures(sys: SystemCalls, given: string, words: readonly string[]): Result {
  const device = deviceName(sys, given) ?? "";
  const names = stringSet(sys, device, ETH_SS_FEATURES);
  const before = typeof names === "number" ? names : features(sys, device, names.length);
  const wishes = parse(typeof names === "number" ? [] : names, words);
  if (typeof wishes === "string") {
    const text = `ethtool (-K): flag '${wishes}' for parameter '(null)' is not followed by 'on' or 'off'\n`;
    return result(1, "", text);
  }
  if (typeof names === "number" || typeof before === "number") return refused(names, before);
  const wanted = numbered(given, names, wishes);
  if (typeof wanted === "number")
    return result(92, "", `netlink error: bit name not found (offset ${wanted})\n${NOT_SUPPORTED}`);
  if ([...wanted.keys()].some((index) => before[index].neverChanged)) return result(92, "", NEVER_CHANGED);
  const error = changeFeatures(sys, device, names.length, wanted);
  const after = error < 0 ? error : features(sys, device, names.length);
  if (typeof after === "number") return refused(after, after);
  // the kernel's answer names the device itself, and is taken for somebody else's
  if (device !== given) return result(0, "", `warning: unexpected message for device ${device}\n`);
  const failed = [...wanted].every(([index, on]) => after[index].active !== on);
  return result(failed ? 1 : 0, describeChanges(names, wanted, before, after), failed ? NOTHING_CHANGED : "");
}

function refused(names: unknown, states: unknown): Result {
  return result(92, "", names === -ENODEV || states === -ENODEV ? NO_DEVICE : NOT_SUPPORTED);
}

/** What differs from the wishes, with what was done; nothing when all is as it was asked for. */
function describeChanges(
  names: readonly string[],
  wanted: Wishes,
  before: readonly Feature[],
  after: readonly Feature[],
): string {
  let text = "";
  let surprise = false;
  for (const [index, name] of names.entries()) {
    const { active } = after[index];
    const wish = wanted.get(index);
    const unmet = wish !== undefined && wish !== active;
    if (!unmet && active === before[index].active) continue;
    if (unmet || wish === undefined) surprise = true;
    const note = unmet ? ` [requested ${wish ? "on" : "off"}]` : wish === undefined ? " [not requested]" : "";
    text += `${name}: ${active ? "on" : "off"}${note}\n`;
  }
  return surprise ? `Actual changes:\n${text}` : "";
}

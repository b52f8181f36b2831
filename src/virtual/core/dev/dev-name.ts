/**
 * Names of devices: what is allowed, `%d` patterns, alternative names.
 *
 * Source: `net/core/dev.c` (`dev_valid_name`, `__dev_alloc_name`, `dev_prep_valid_name`).
 */
import { EEXIST, EINVAL, ENFILE } from "../../../errno.ts";
import type { Net } from "../net.ts";
import { IFNAMSIZ } from "./netdevice.ts";

/** Longest alternative name with its NUL (`ALTIFNAMSIZ`). */
export const ALTIFNAMSIZ = 128;
/** Most numbers that a `%d` pattern tries: bits of a page. */
const MAX_NUMBERED = 32768;

const encoder = new TextEncoder();

function utf8Length(text: string): number {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return encoder.encode(text).length;
  return text.length;
}

/** `dev_valid_name` */
export function isValidDeviceName(name: string): boolean {
  if (name === "" || name === "." || name === "..") return false;
  if (utf8Length(name) >= IFNAMSIZ) return false;
  return !/[/:\s]/.test(name);
}

/** Whether a device may have a directory of settings of this name, beside those for all and for new devices (`sysctl_dev_name_is_allowed`). */
export function hasSettingsName(name: string): boolean {
  return name !== "all" && name !== "default";
}

/**
 * The name for a new device, or a renamed one: `veth%d` takes the lowest free number.
 * @returns the name, or a negative error; `taken` is the one for a name in use
 */
export function prepareDeviceName(net: Net, wanted: string, taken = -EEXIST): string | number {
  if (!isValidDeviceName(wanted)) return -EINVAL;
  if (!wanted.includes("%")) return net.names.has(wanted) ? taken : wanted;
  const parts = wanted.split("%");
  if (parts.length !== 2 || !parts[1].startsWith("d")) return -EINVAL;
  const suffix = parts[1].slice(1);
  for (let number = 0; number < MAX_NUMBERED; number++) {
    const name = `${parts[0]}${number}${suffix}`;
    if (name.length >= IFNAMSIZ) break;
    if (!net.names.has(name)) return name;
  }
  return -ENFILE;
}

/**
 * Users and groups by number, from /etc/passwd and /etc/group.
 */
import type { SystemCalls } from "../../kernel.ts";
import { strtolSaturated } from "../lib/numbers.ts";
import { readText } from "./names.ts";

function nameOf(sys: SystemCalls, path: string, number: number): string {
  for (const line of (readText(sys, path) ?? "").split("\n")) {
    const [name, , id] = line.split(":");
    if (id === String(number)) return name;
  }
  return String(number);
}

function numberOf(sys: SystemCalls, path: string, text: string): number | undefined {
  for (const line of (readText(sys, path) ?? "").split("\n")) {
    const [name, , id] = line.split(":");
    if (name === text && id !== undefined) return Number(id);
  }
  return undefined;
}

/** A user's name, or the number when there is none. */
export function userName(sys: SystemCalls, id: number): string {
  return nameOf(sys, "/etc/passwd", id);
}

/** A group's name, or the number when there is none. */
export function groupName(sys: SystemCalls, id: number): string {
  return nameOf(sys, "/etc/group", id);
}

/** `strtol(3)` cut to 32 bits, unchecked: of nothing 0; negative numbers become great ones. */
function accountNumber(text: string): number | undefined {
  const value = text === "" ? 0n : strtolSaturated(text);
  return value === undefined ? undefined : Number(BigInt.asUintN(32, value));
}

/** The number of a user given by number or name. */
export function parseUser(sys: SystemCalls, text: string): number | undefined {
  return accountNumber(text) ?? numberOf(sys, "/etc/passwd", text);
}

/** The number of a group given by number or name. */
export function parseGroup(sys: SystemCalls, text: string): number | undefined {
  return accountNumber(text) ?? numberOf(sys, "/etc/group", text);
}

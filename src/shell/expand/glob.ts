/** Pathname expansion over the kernel's file system. */
import type { SystemCalls } from "../../kernel.ts";
import { resolvePathIn } from "../../process/real-path.ts";
import { hasGlob, patternRegExp, unescapePattern } from "../pattern.ts";

/** What `shopt` says of it. */
export interface GlobOptions {
  readonly extglob: boolean;
  readonly dotglob: boolean;
  readonly globstar: boolean;
  readonly nocaseglob: boolean;
}

/** Bounds `**` in hostile trees. */
const MAX_MATCHES = 200_000;

/** The existing paths that a pattern matches, sorted; empty if there is none. */
export function expandGlob(sys: SystemCalls, cwd: string, pattern: string, options: GlobOptions): string[] {
  const absolute = pattern.startsWith("/");
  const parts = splitPath(absolute ? pattern.replace(/^\/+/, "") : pattern);
  let found = [absolute ? "/" : ""];
  for (let i = 0; i < parts.length && found.length > 0; i++) {
    const last = i === parts.length - 1;
    const next: string[] = [];
    for (const base of found) matchPart({ sys, cwd, options }, base, parts[i], last, next);
    found = next.slice(0, MAX_MATCHES);
  }
  return found.sort(byCodePoint);
}

interface Walk {
  readonly sys: SystemCalls;
  readonly cwd: string;
  readonly options: GlobOptions;
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** At slashes that are not inside a bracket or a group. */
function splitPath(pattern: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === "\\") i++;
    else if (pattern[i] === "/") {
      parts.push(pattern.slice(from, i));
      while (pattern[i + 1] === "/") i++;
      from = i + 1;
    }
  }
  parts.push(pattern.slice(from));
  return parts;
}

function matchPart(walk: Walk, base: string, part: string, last: boolean, into: string[]): void {
  const { sys, cwd, options } = walk;
  if (part === "**" && options.globstar) return matchTree(walk, base, last, into);
  const slash = last ? "" : "/";
  if (part === "") {
    if (isDirectory(sys, resolvePathIn(sys, cwd, base))) into.push(base);
    return;
  }
  if (!hasGlob(part, options.extglob)) {
    const path = base + unescapePattern(part);
    const there = typeof sys.lstat(resolvePathIn(sys, cwd, path)) !== "number";
    if (there && (last || isDirectory(sys, resolvePathIn(sys, cwd, path)))) into.push(path + slash);
    return;
  }
  const regExp = patternRegExp(part, { extglob: options.extglob, ignoreCase: options.nocaseglob });
  const dots = options.dotglob || part.startsWith(".") || part.startsWith("\\.");
  for (const name of entriesOf(walk, base)) {
    if (name.startsWith(".") && !dots) continue;
    if (!regExp.test(name)) continue;
    if (last || isDirectory(sys, resolvePathIn(sys, cwd, base + name))) into.push(base + name + slash);
  }
}

function matchTree(walk: Walk, base: string, last: boolean, into: string[]): void {
  if (last) {
    if (base !== "") into.push(base);
  } else into.push(base);
  for (const name of entriesOf(walk, base)) {
    if (name.startsWith(".") && !walk.options.dotglob) continue;
    const path = base + name;
    const absolute = resolvePathIn(walk.sys, walk.cwd, path);
    const status = walk.sys.lstat(absolute);
    const directory = typeof status !== "number" && status.type === "directory";
    if (last) into.push(path);
    if (directory && into.length < MAX_MATCHES) descend(walk, path, last, into);
  }
}

function descend(walk: Walk, path: string, last: boolean, into: string[]): void {
  const found: string[] = [];
  matchTree(walk, `${path}/`, last, found);
  into.push(...(last ? found.filter((entry) => entry !== `${path}/`) : found));
}

function entriesOf(walk: Walk, base: string): string[] {
  const entries = walk.sys.readdir(resolvePathIn(walk.sys, walk.cwd, base === "" ? "." : base));
  return typeof entries === "number" ? [] : entries.map((entry) => entry.name);
}

function isDirectory(sys: SystemCalls, path: string): boolean {
  const status = sys.stat(path);
  return typeof status !== "number" && status.type === "directory";
}

/** `type ifb`: has no options. */
import type { LinkKind } from "./kind.ts";

export const ifb: LinkKind = { name: "ifb", maximum: 0, usage: "Usage: ... ifb\n" };

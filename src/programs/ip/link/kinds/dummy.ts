/** `type dummy`: has no options. */
import type { LinkKind } from "./kind.ts";

export const dummy: LinkKind = { name: "dummy", maximum: 0, usage: "Usage: ... dummy\n" };

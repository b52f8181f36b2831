/** `nft -j` with commands in JSON; what is none is read as text. Source: `src/libnftables.c` of nftables 1.0.6. */
import type { Command } from "../../command.ts";
import type { NftContext } from "../../context.ts";
import type { Source } from "../../errors/source.ts";
import { readCommands } from "./command.ts";
import { isArray, isObject, JsonReader, type Parsed } from "./reader.ts";

export interface JsonInput {
  readonly root: Parsed;
  readonly commands: readonly Command[];
}

/** undefined: it is no JSON. @throws JsonError */
export function parseJson(ctx: NftContext, source: Source): JsonInput | undefined {
  let root: Parsed;
  try {
    root = JSON.parse(source.text) as Parsed;
  } catch {
    return undefined;
  }
  if (!isArray(root) && !isObject(root)) return undefined;
  return { root, commands: readCommands(new JsonReader(ctx, source), root) };
}

/** `monitor`: changes and traces as they come. Source: `src/monitor.c` of nftables 1.0.6. */
import { EAGAIN } from "../../../errno.ts";
import { MessageReader } from "../../../netlink/message.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import { NFNLGRP_NFTABLES, NFNLGRP_NFTRACE } from "../../../netlink/nfnetlink.ts";
import type { Command } from "../command.ts";
import type { NftContext } from "../context.ts";
import { eventJson } from "../json/events.ts";
import { jsonText } from "../json/text.ts";
import { type Client, copyMessage, type Message } from "../netlink/client.ts";
import { EventReader } from "./events.ts";
import { eventText, generationLine } from "./events-text.ts";
import { traceLine } from "./trace.ts";

const KINDS: Readonly<Record<string, readonly number[]>> = {
  tables: [nft.NFT_MSG_NEWTABLE, nft.NFT_MSG_DELTABLE],
  chains: [nft.NFT_MSG_NEWCHAIN, nft.NFT_MSG_DELCHAIN],
  rules: [nft.NFT_MSG_NEWRULE, nft.NFT_MSG_DELRULE],
  sets: [nft.NFT_MSG_NEWSET, nft.NFT_MSG_DELSET],
  elements: [nft.NFT_MSG_NEWSETELEM, nft.NFT_MSG_DELSETELEM],
};
const NEW: ReadonlySet<number> = new Set([
  nft.NFT_MSG_NEWTABLE,
  nft.NFT_MSG_NEWCHAIN,
  nft.NFT_MSG_NEWRULE,
  nft.NFT_MSG_NEWSET,
  nft.NFT_MSG_NEWSETELEM,
  nft.NFT_MSG_NEWOBJ,
]);

function wanted(cmd: Command, message: Message): boolean {
  if (message.type === nft.NFT_MSG_TRACE) return cmd.event === "" || cmd.event === "trace";
  if (cmd.event === "trace") return false;
  if (cmd.event === "new" && !NEW.has(message.type)) return false;
  if (cmd.event === "destroy" && NEW.has(message.type)) return false;
  // Without a word of what, these two leave out objects.
  const objects = message.type === nft.NFT_MSG_NEWOBJ || message.type === nft.NFT_MSG_DELOBJ;
  if (objects && cmd.obj === "all" && cmd.event !== "") return false;
  const kinds = KINDS[cmd.obj];
  return kinds === undefined || kinds.includes(message.type);
}

export async function monitor(ctx: NftContext, client: Client, cmd: Command): Promise<number> {
  const { process } = ctx;
  const json = ctx.json || cmd.json === true;
  const events = new EventReader(client);
  client.join(NFNLGRP_NFTABLES);
  client.join(NFNLGRP_NFTRACE);
  const buffer = new Uint8Array(1 << 16);
  const reader = new MessageReader();
  for (;;) {
    const length = client.socket.recv(buffer);
    if (length === -EAGAIN) {
      await process.stdout.flush();
      await process.poll([client.socket]);
      continue;
    }
    if (length < 0) return 1;
    for (reader.open(buffer, 0, length); reader.next(); ) {
      const message = copyMessage(reader);
      if (message.type === nft.NFT_MSG_TRACE) {
        if (wanted(cmd, message)) process.stdout.write(traceLine(ctx, events, message));
        continue;
      }
      const event = events.read(message);
      if (event !== undefined && wanted(cmd, message))
        process.stdout.write(json ? `${jsonText(eventJson(event, ctx))}\n` : eventText(event, ctx));
      if (message.type === nft.NFT_MSG_NEWGEN && cmd.event === "" && cmd.obj === "all" && !json)
        process.stdout.write(generationLine(message));
    }
    await process.stdout.flush();
  }
}

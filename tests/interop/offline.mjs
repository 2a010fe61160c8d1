// The network, switched off: what is asked for is answered from what was given, and everything else is refused.
import net from "node:net";

export const refused = [];

net.Socket.prototype.connect = () => { throw new Error("the network is off"); };

export function answer(known) {
  globalThis.fetch = async (asked) => {
    const url = typeof asked === "string" ? asked : (asked.url ?? String(asked));
    if (!known.has(url)) {
      refused.push(url);
      return new Response("{}", { status: 404 });
    }
    return new Response(JSON.stringify(known.get(url)), { headers: { "Content-Type": "application/json" } });
  };
}

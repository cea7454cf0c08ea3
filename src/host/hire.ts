import type { Conversation } from "../core/agent/conversation";
import type { Engineer, EngineerPorts } from "../core/engineer";

/** Loads the agent's code with the first question: it is most of the extension, and starting up needs none of it. */
export async function hire(agent: string, ports: EngineerPorts, conversation?: Conversation): Promise<Engineer> {
  const { Engineer } = await import("../core/engineer");
  return Engineer.hire(agent, ports, conversation);
}

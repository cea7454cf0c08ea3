import type { Engagement, Engineer, EngineerPorts } from "../core/engineer";

/** Loads the agent's code with the first question: it is most of the extension, and starting up needs none of it. */
export async function hire(agent: string, ports: EngineerPorts, engagement?: Engagement): Promise<Engineer> {
  const { Engineer } = await import("../core/engineer");
  return Engineer.hire(agent, ports, engagement);
}

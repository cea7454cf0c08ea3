import * as z from "zod/mini";
import { defineTool, success, type Tool } from "../tools/tool";
import { visible, visibleShort } from "../workspace/visible-text";
import { type Handoff, type HandoffRequest, isBlocking } from "./handoff";
import { unknownAgent } from "./rules";

export interface RequestHandoffPorts {
  /** Records the request; `call` identifies the model's call. @throws HandoffError, TeamFileError */
  raise(
    request: HandoffRequest,
    call: string | undefined,
  ): Promise<{ readonly handoff: Handoff; readonly isNew: boolean }>;
  /** The agents that can be asked. */
  agents(): Promise<readonly { readonly name: string; readonly description: string }[]>;
}

const text = (most: number, description: string) =>
  z._default(z.string().check(z.maxLength(most), z.describe(description)), "");

/**
 * Raises a handoff. It asks the person nothing: a request starts nobody and writes one file of the team's own, which waits
 * in private until the person agrees to have such files in the repository.
 */
export function createRequestHandoffTool({ raise, agents }: RequestHandoffPorts): Tool<"RequestHandoff"> {
  return defineTool({
    name: "RequestHandoff",
    description:
      "Asks another specialist of the team for something outside your field. It is recorded, not answered at once: finish what you can without it, end with a Continuation Plan, and you will be continued with the results. Give concrete data (paths with lines, numbers, signatures), since the specialist sees only this.",
    input: z.object({
      agent: z
        .string()
        .check(z.minLength(1), z.maxLength(200), z.describe("Who is asked, for example Backend Architect")),
      task: z.string().check(z.minLength(1), z.maxLength(20_000), z.describe("What is to be done")),
      context: text(60_000, "What you found that the specialist needs: files, lines, numbers, constraints"),
      needBack: text(20_000, "What exactly you need back to go on"),
      blocks: text(5_000, "Which part of your work cannot go on without the answer; empty when nothing waits"),
    }),
    access: "read",
    title: ({ agent, task }) => `${visibleShort(agent, 64)}: ${visibleShort(task, 80)}`,
    async run({ agent, ...request }, { call }) {
      const { handoff, isNew } = await raise({ to: agent, ...request }, call);
      const sentences = [raised(handoff, isNew), ...(isNew ? [outlook(handoff)] : []), await warning(handoff, agents)];
      return success(
        sentences.filter((sentence) => sentence !== "").join(" "),
        isNew ? `asked ${visibleShort(handoff.to, 64)}` : `asked before (${handoff.state})`,
      );
    },
  });
}

function raised({ id, to, state, path, folder }: Handoff, isNew: boolean): string {
  const name = visibleShort(to, 64);
  // A file that waits for the person's consent cannot be read under its path.
  if (isNew)
    return `Handoff ${id} to ${name} is recorded${folder.shared ? ` in \`${visible(path)}\`` : ", for now outside of the repository"}.`;
  const standing =
    state === "dismissed"
      ? "the person dismissed it: do not ask again, go on without it"
      : state === "answered"
        ? "it is answered already, and you will be continued with the result"
        : `it is ${state}`;
  return `You asked ${name} for the same before, as handoff ${id}; ${standing}. Nothing new was recorded.`;
}

function outlook(handoff: Handoff): string {
  if (handoff.deferred !== undefined)
    return `It is a deferred consultation: no specialist runs it, but a person may answer it. ${visible(handoff.deferred)}`;
  return isBlocking(handoff)
    ? "The person decides when it is run; what it blocks waits until then."
    : "The person decides when it is run; nothing waits for it.";
}

async function warning({ to, deferred, state }: Handoff, agents: RequestHandoffPorts["agents"]): Promise<string> {
  if (deferred !== undefined || (state !== "open" && state !== "sent")) return "";
  const unknown = unknownAgent(to, await agents());
  return unknown === undefined ? "" : `${unknown} Until then only a person can answer it.`;
}

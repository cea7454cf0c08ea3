import type { ConversationSummary } from "../../core/agent/conversation-index";
import type { Usage } from "../../core/model/model";
import type { EndItem, Item } from "../../protocol/chat";
import { closedMarkdown, code, escaped, quoted } from "./markdown-text";

/** What stands above the questions and answers. */
export type ExportHead = Pick<ConversationSummary, "title" | "agent" | "model" | "created">;

/**
 * A conversation as a Markdown file. Answers are verbatim, questions are quotations, steps are list items; thinking and
 * the content of tool results are left out. Whatever a model left open in its Markdown ends with its answer.
 */
export function exportMarkdown({ title, agent, model, created }: ExportHead, items: readonly Item[]): string {
  const about = [
    ...(created === "" ? [] : [`- Date: ${created.slice(0, 10)}`]),
    ...(agent === "" ? [] : [`- Agent: ${escaped(agent)}`]),
    ...(model === "" ? [] : [`- Model: ${escaped(model)}`]),
  ].join("\n");
  const endings = new Set(items.map((item) => (item.kind === "end" ? item.message : undefined)));
  const told = items.filter((item) => item.kind !== "notice" || !endings.has(item.text));
  const blocks: { readonly kind: "list" | "block"; readonly text: string }[] = [
    { kind: "block", text: `# ${escaped(title) || "Conversation"}` },
    { kind: "block", text: about },
    ...told.map(blockOf),
    { kind: "block", text: totalOf(items.filter((item) => item.kind === "end")) },
  ].filter((block): block is { kind: "list" | "block"; text: string } => block !== undefined && block.text !== "");
  // Steps that follow one another are one list; everything else stands apart.
  return blocks
    .reduce((text, block, index) => {
      const together = block.kind === "list" && blocks[index - 1]?.kind === "list";
      return `${text}${index === 0 ? "" : together ? "\n" : "\n\n"}${block.text}`;
    }, "")
    .concat("\n");
}

function blockOf(item: Item): { readonly kind: "list" | "block"; readonly text: string } | undefined {
  switch (item.kind) {
    case "question": {
      const places = item.attachments
        .map(({ path, line, endLine }) => code(`@${path}${lines(line, endLine)}`))
        .join(" ");
      return { kind: "block", text: `## Question\n\n${quoted(item.text)}${places === "" ? "" : `\n\n${places}`}` };
    }
    case "reading":
      return {
        kind: "list",
        text: item.rows
          .map(({ title, reason }) => `- Read at start: ${escaped(title)} (${escaped(reason)})`)
          .join("\n"),
      };
    case "thinking":
      return undefined;
    case "answer":
      return { kind: "block", text: closedMarkdown(item.text) };
    case "tool": {
      const title = item.title === "" ? "" : ` ${code(item.title)}`;
      const summary = item.summary === "" ? "not finished" : escaped(item.summary);
      return {
        kind: "list",
        text: `- ${escaped(item.name)}${title}: ${item.state === "failed" ? "failed, " : ""}${summary}`,
      };
    }
    case "handoff":
      return { kind: "list", text: `- Handoff → ${escaped(item.to)}: ${escaped(item.task)}` };
    case "notice":
      return item.tone === "waiting" ? undefined : { kind: "block", text: quoted(item.text) };
    case "end":
      return { kind: "block", text: figuresOf(item) };
  }
}

function lines(line: number | undefined, endLine: number | undefined): string {
  if (line === undefined) return "";
  return endLine === undefined || endLine === line ? `:${line}` : `:${line}-${endLine}`;
}

function figuresOf({ reason, message, model, usage, cost, milliseconds }: EndItem): string {
  const figures = [escaped(model), tokensOf(usage), costOf(cost), `${(milliseconds / 1000).toFixed(1)} s`].filter(
    (figure) => figure !== "",
  );
  return `${reason === "done" || message === undefined ? "" : `${quoted(message)}\n\n`}*${figures.join(" · ")}*`;
}

function totalOf(ends: readonly EndItem[]): string {
  if (ends.length === 0) return "";
  const sum = (of: (end: EndItem) => number) => ends.reduce((total, end) => total + of(end), 0);
  const tokens = tokensOf({
    inputTokens: sum(({ usage }) => usage.inputTokens),
    outputTokens: sum(({ usage }) => usage.outputTokens),
    cacheReadTokens: sum(({ usage }) => usage.cacheReadTokens),
    cacheWriteTokens: sum(({ usage }) => usage.cacheWriteTokens),
  });
  const priced = ends.filter(({ cost }) => cost !== undefined);
  const asOf = [...new Set(priced.map(({ cost }) => cost?.asOf ?? ""))].sort().join(", ");
  const missing = ends.length - priced.length;
  const cost =
    priced.length === 0
      ? "- Estimated cost: not known, there is no price for the model"
      : `- Estimated cost: ≈ ${dollars(sum((end) => end.cost?.usd ?? 0))} at the prices of ${asOf}${missing === 0 ? "" : `; ${missing} of ${ends.length} answers have no price and are not in it`}`;
  return `## Usage\n\n- Answers: ${ends.length}\n- Tokens: ${tokens || "none"}\n${tokens === "" ? "- Estimated cost: none" : cost}`;
}

function tokensOf({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }: Usage): string {
  const prompt = inputTokens + cacheReadTokens + cacheWriteTokens;
  return prompt + outputTokens === 0 ? "" : `${prompt} in (${cacheReadTokens} from the cache), ${outputTokens} out`;
}

function costOf(cost: EndItem["cost"]): string {
  return cost ? `≈ ${dollars(cost.usd)}` : "";
}

/** Cents, and two digits of what is less than a cent. */
function dollars(usd: number): string {
  return `$${usd >= 0.01 || usd === 0 ? usd.toFixed(2) : usd.toPrecision(2)}`;
}

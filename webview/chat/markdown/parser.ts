import MarkdownIt, { type Env, type Token } from "markdown-it";

export type { Token };
/** The parser remembers link definitions here, so that later parts of an answer know those of earlier parts. */
export type Environment = Env;

/** Lists and quotes deeper than this are shown as their source. A list takes two levels, for itself and for its item. */
export const mostNesting = 40;

/**
 * Parses Markdown of a model into tokens. There is no HTML in it, only http and https links, and no images: loading one
 * would tell its server what the model knows. Nothing here makes DOM.
 */
export function parseMarkdown(source: string, environment: Environment): readonly Token[] {
  return markdown.parse(source, environment);
}

const markdown = new MarkdownIt("default", { html: false, linkify: true, maxNesting: mostNesting });
markdown.validateLink = (url) => /^https?:\/\//i.test(url);
// Fuzzy links would take `service.py` for a server in Paraguay.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
for (const schema of ["ftp:", "mailto:", "//"]) markdown.linkify.add(schema, null);
// With this rule an image would become the words `!` and a link; without a rule of its own it stays text as written.
markdown.inline.ruler.at("image", (state, silent) => {
  const { src, pos } = state;
  if (src[pos] !== "!" || src[pos + 1] !== "[") return false;
  const image = /^!\[[^\]\n]{0,2000}\](?:\([^)\n]{0,4000}\)|\[[^\]\n]{0,200}\])?/.exec(src.slice(pos, pos + 6300));
  if (image === null) return false;
  if (!silent) state.push("image_source", "", 0).content = image[0];
  state.pos += image[0].length;
  return true;
});

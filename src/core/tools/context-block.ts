/** Frames a text that was read as data: its own closing tags cannot end the block. */
export function contextBlock(source: string, title: string, text: string): string {
  const safeTitle = title.replace(/[<>"\n\r]/g, " ");
  return `<context source="${source}" title="${safeTitle}">\n${text.replace(/<(\/?)context/gi, "<$1 context")}\n</context>`;
}

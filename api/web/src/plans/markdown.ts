/** The little Markdown that open questions are written in: headings, points, paragraphs. */

export interface Block {
  kind: "heading" | "point" | "text";
  text: string;
}

/** Each block without its marks; a line that goes on belongs to the block before it. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open = false;
  for (const line of markdown.split("\n")) {
    const text = line.trim();
    const [, mark = "", rest = text] = /^(#+|[-*]|\d+\.)\s+(.*)$/.exec(text) ?? [];
    const plain = (mark && /\d/.test(mark) ? `${mark} ${rest}` : rest).replace(/\*\*|`/g, "");
    if (!text) open = false;
    else if (mark.startsWith("#")) open = !blocks.push({ kind: "heading", text: plain });
    else if (mark || !open) open = Boolean(blocks.push({ kind: mark ? "point" : "text", text: plain }));
    else blocks.at(-1)!.text += plain;
  }
  return blocks;
}

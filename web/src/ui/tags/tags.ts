/** Tags as they are typed. */

/** One name: trimmed, inner spaces single, without commas. Empty when nothing is left. */
export function cleanTag(text: string): string {
  return text.replace(/[,\s]+/g, ' ').trim();
}

/** The list with the tags added; the same word in other letters is not a second tag. */
export function withTags(tags: string[], text: string): string[] {
  const next = [...tags];
  for (const part of text.split(',')) {
    const tag = cleanTag(part);
    if (tag && !next.some((old) => old.toLocaleLowerCase() === tag.toLocaleLowerCase())) next.push(tag);
  }
  return next;
}

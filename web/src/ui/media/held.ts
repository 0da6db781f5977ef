/** A title wherever it is held: in pages, rows, search results, in the extras of another. */

type Tree = unknown;

const isTitle = (node: object): node is { id: string; in_list: boolean } => 'id' in node && 'in_list' in node;

/**
 * The answer with a title changed in every place where it stands. What does not hold the title is
 * the same object as before, so that nothing is drawn anew for it.
 */
export function withTitle<T>(held: T, id: string, change: object): T {
  return replaced(held, id, change) as T;
}

function replaced(node: Tree, id: string, change: object): Tree {
  if (Array.isArray(node)) {
    const next = node.map((one: Tree) => replaced(one, id, change));
    return next.some((one, at) => one !== node[at]) ? next : node;
  }
  if (typeof node !== 'object' || node === null) return node;
  let next: Record<string, Tree> | null = isTitle(node) && node.id === id ? { ...node, ...change } : null;
  for (const [name, value] of Object.entries(node) as [string, Tree][]) {
    if (typeof value !== 'object' || value === null) continue;
    const inner = replaced(value, id, change);
    if (inner !== value) next = { ...(next ?? (node as Record<string, Tree>)), [name]: inner };
  }
  return next ?? node;
}

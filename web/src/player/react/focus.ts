/** The focus among the controls, for remote controls: arrows move it, Back lets it go. */
import { nextOf, type Direction } from '../core';

function shown(one: HTMLElement): boolean {
  return one.checkVisibility?.({ checkOpacity: true, visibilityProperty: true }) ?? one.offsetParent !== null;
}

function controlsOf(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('button:not(:disabled), a[href]')].filter(shown);
}

/** The control that has the focus; null where the film has it. */
export function focused(root: HTMLElement | null): HTMLElement | null {
  const now = root?.ownerDocument.activeElement;
  if (!root || !now || !root.contains(now) || !now.matches('button, a[href]')) return null;
  return now as HTMLElement;
}

export function moveFocus(root: HTMLElement, from: HTMLElement, way: Direction): void {
  const others = controlsOf(root).filter((one) => one !== from);
  const boxes = others.map((one) => one.getBoundingClientRect());
  others[nextOf(from.getBoundingClientRect(), boxes, way)]?.focus();
}

/** Play and pause, where a remote control begins. */
export function enterControls(root: HTMLElement): void {
  const all = controlsOf(root);
  (all.find((one) => one.dataset['first'] !== undefined) ?? all[0])?.focus();
}

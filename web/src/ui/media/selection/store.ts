/** Which titles are selected. There is one selection at a time, that of the page on screen. */
import { create } from 'zustand';

export interface Selection {
  /** Whether cards are for choosing now, and not for opening. */
  active: boolean;
  chosen: ReadonlySet<string>;
  /** All that match the page's filter, those that were never on screen as well. */
  everything: boolean;
  /** Of everything, those that were taken out. */
  except: ReadonlySet<string>;
  /** The place that was last chosen, from which Shift reaches. */
  last: number | null;
}

export const NOTHING: Selection = { active: false, chosen: new Set(), everything: false, except: new Set(), last: null };

export const useSelection = create<Selection>(() => NOTHING);

/** One turned on or off. When none is left the selection is over, unless it was begun by its button. */
export function turned(state: Selection, id: string, at: number): Selection {
  if (state.everything) return { ...state, except: other(state.except, id), last: at };
  const chosen = other(state.chosen, id);
  return { ...state, active: state.active ? chosen.size > 0 : true, chosen, last: at };
}

function other(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** A stretch turned on, both ends with it. */
export function reached(state: Selection, ids: readonly string[], at: number): Selection {
  const except = new Set(state.except);
  for (const id of ids) except.delete(id);
  return { active: true, chosen: new Set([...state.chosen, ...ids]), everything: state.everything, except, last: at };
}

export const isChosen = (state: Selection, id: string) =>
  state.everything ? !state.except.has(id) : state.chosen.has(id);
/** How many, where so many match in all. */
export const countOf = ({ everything, except, chosen }: Selection, total: number) => (everything ? total - except.size : chosen.size);

export const leaveSelection = () => useSelection.setState(NOTHING);
export const startSelection = () => useSelection.setState({ ...NOTHING, active: true });
export const chooseAll = (ids: readonly string[]) =>
  useSelection.setState({ ...NOTHING, active: true, chosen: new Set(ids) });
export const chooseEverything = () => useSelection.setState({ active: true, everything: true, except: new Set() });

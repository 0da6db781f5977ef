/** Short messages, some with a way back. They never carry the only copy of anything. */
import { create } from 'zustand';

export interface Toast {
  id: number;
  text: string;
  look: 'plain' | 'danger';
  action?: { label: string; run: () => void };
  /** Stays this long; the pointer or the focus on it holds it. */
  stay_ms: number;
}

interface Shown {
  toasts: Toast[];
  dismiss: (id: number) => void;
}

export const useToasts = create<Shown>((set) => ({
  toasts: [],
  dismiss: (id) => set((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) })),
}));

let last = 0;

export function toast(text: string, options: Partial<Pick<Toast, 'look' | 'action' | 'stay_ms'>> = {}): number {
  const id = (last += 1);
  const made: Toast = { id, text, look: 'plain', stay_ms: options.action ? 9000 : 4500, ...options };
  // Three at once are enough: the oldest makes room.
  useToasts.setState((state) => ({ toasts: [...state.toasts.slice(-2), made] }));
  return id;
}
